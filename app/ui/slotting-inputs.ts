// What a merchant may say before the past is walked again, in the address of the page.

/** What the inputs are when nothing is typed, and the least and most that make sense. */
export const SLOTTING_INPUTS = {
  size: { usual: 12, least: 1, most: 60, label: 'Orders to a walk', suffix: '' },
  speed: { usual: 1, least: 0.2, most: 3, label: 'Walking speed', suffix: 'm/s' },
  minutes: { usual: 10, least: 0.5, most: 480, label: 'Work for one move', suffix: 'min' },
} as const;
export type SlottingInput = keyof typeof SLOTTING_INPUTS;

/** A value that makes no sense is the usual one. */
export function slottingInputs(params: URLSearchParams): Record<SlottingInput, number> {
  return {
    size: Math.round(inputOf(params, 'size')),
    speed: inputOf(params, 'speed'),
    minutes: inputOf(params, 'minutes'),
  };
}

function inputOf(params: URLSearchParams, name: SlottingInput): number {
  const { usual, least, most } = SLOTTING_INPUTS[name];
  const value = Number(params.get(name) ?? usual);
  return value >= least && value <= most ? value : usual;
}
