import type { RunFacts } from '../../../streams/frames/view-frame.js';
import type { RunStore } from '../../view/run-store.js';
import type { RidgeSource } from './ridge-layout.js';

/** Weights or feedback of one tensor over the recorded epochs. */
export interface TensorCourse {
  readonly kind: 'weights' | 'feedback';
  /** Name of the tensor: `h1.weight`. */
  readonly tensor: string;
  /** What it is called: `h1.weight, LFP feedback`. */
  readonly title: string;
  /** Oldest first. */
  readonly sources: readonly RidgeSource[];
}

/** What the feedback of a rule is called. */
export function feedbackName(feedback: RunFacts['feedback']): string {
  return { lfp: 'LFP feedback', gradient: 'negative gradient', none: 'feedback' }[feedback];
}

/** Every tensor beside its feedback, in the order of the network, over the epochs recorded so far. */
export function tensorCourses({ histograms, facts }: Pick<RunStore, 'histograms' | 'facts'>): readonly TensorCourse[] {
  const order = [
    ...new Set(histograms.flatMap(({ weights, feedback }) => [...weights, ...feedback]).map(({ tensor }) => tensor)),
  ];
  const feedback = feedbackName(facts?.feedback ?? 'none');
  return order.flatMap((tensor) =>
    (['weights', 'feedback'] as const).flatMap((kind) => {
      const sources = histograms.flatMap(({ epoch, [kind]: all }) => {
        const histogram = all.find((each) => each.tensor === tensor);
        return histogram ? [{ epoch, histogram }] : [];
      });
      const title = kind === 'weights' ? tensor : `${tensor}, ${feedback}`;
      return sources.length === 0 ? [] : [{ kind, tensor, title, sources }];
    }),
  );
}

/** Why no feedback is shown; undefined where some is, or might still come. */
export function whyNoFeedback({ histograms, facts }: Pick<RunStore, 'histograms' | 'facts'>): string | undefined {
  if (!facts || histograms.some(({ feedback }) => feedback.length > 0)) return undefined;
  if (facts.feedback === 'none') return `The rule ${facts.rule} sends no feedback that could be recorded.`;
  return histograms.length > 0 ? `No ${feedbackName(facts.feedback)} was recorded.` : undefined;
}
