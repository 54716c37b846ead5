import { invertedEffects } from '@codemirror/commands';
import { type Extension, StateEffect, StateField } from '@codemirror/state';

/** Says what the text begins as from here on. */
export const beginsAs = StateEffect.define<string>();

/** Name of the shipped scenario that the text began as; '' for none. */
export const originField = StateField.define<string>({
  create: () => '',
  update: (name, { effects }) => effects.findLast((effect) => effect.is(beginsAs))?.value ?? name,
});

/** Keeps what the text began as: who takes the choice of another scenario back has the old name again, too. */
export function scenarioOrigin(name: string): Extension {
  return [
    originField.init(() => name),
    invertedEffects.of(({ effects, startState }) =>
      effects.some((effect) => effect.is(beginsAs)) ? [beginsAs.of(startState.field(originField))] : [],
    ),
  ];
}
