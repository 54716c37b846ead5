/** D of a membrane's step from `before` to `after`, its reset left out: `|v| + |v' − v|`. */
@inline
export function movementOf(before: v128, after: v128): v128 {
  return f32x4.add(f32x4.abs(before), f32x4.abs(f32x4.sub(after, before)));
}
