// Right and wrong for ears and hands: nobody looks at the screen all the time.
let context: AudioContext | null = null;

function tone(frequency: number, from: number, seconds: number, kind: OscillatorType): void {
  if (!context) return;
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = kind;
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0.3, context.currentTime + from);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + from + seconds);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(context.currentTime + from);
  oscillator.stop(context.currentTime + from + seconds);
}

/** Browsers allow sound only after a key or a touch: call it from one. */
export function signal(what: 'right' | 'wrong'): void {
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
    if (what === 'right') tone(1040, 0, 0.12, 'sine');
    else {
      tone(180, 0, 0.28, 'square');
      tone(180, 0.34, 0.28, 'square');
    }
  } catch {
    // A phone without sound still shows colour and words.
  }
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(what === 'right' ? 40 : [180, 80, 180]);
}
