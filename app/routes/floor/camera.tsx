// The camera as a scanner, for when there is none: the browser's own detector where it has one, else ZXing from our own build.
import { type ReactNode, useEffect, useRef } from 'react';
import { nothingSeen, type SeenCode, see } from '../../picking/floor/sight.ts';
import type { Words } from '../../picking/floor/words/words.ts';
import { Sheet } from '../../ui/floor-pieces.tsx';

type Found = { rawValue: string; boundingBox: DOMRectReadOnly };
type Detector = { detect: (video: HTMLVideoElement) => Promise<Found[]> };
type Native = { new (options: { formats: string[] }): Detector; getSupportedFormats: () => Promise<string[]> };

const formats = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'code_39', 'itf', 'qr_code', 'data_matrix'] as const;

/** The browser's own detector; null where it has none, or one that knows no formats. */
async function ownDetector(): Promise<Detector | null> {
  const native = (window as { BarcodeDetector?: Native }).BarcodeDetector;
  const known = native ? await native.getSupportedFormats().catch(() => []) : [];
  if (!native || !known.includes('ean_13')) return null;
  return new native({ formats: formats.filter((format) => known.includes(format)) });
}

const zxingParts = () =>
  Promise.all([import('barcode-detector/ponyfill'), import('zxing-wasm/reader/zxing_reader.wasm?url')]);

let reader: Promise<Detector> | null = null;

/** Rejects where its program cannot be had; it is asked for again the next time. */
function zxing(): Promise<Detector> {
  reader ??= prepare().catch((problem: unknown) => {
    reader = null;
    throw problem;
  });
  return reader;
}

async function prepare(): Promise<Detector> {
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasm }] = await zxingParts();
  const locateFile = (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path);
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  return new BarcodeDetector({ formats: [...formats] });
}

/** Fetches what the camera needs while there is a connection: in the cold aisle there may be none. */
export async function keepReader(): Promise<void> {
  if (await ownDetector()) return;
  const [, { default: wasm }] = await zxingParts();
  await fetch(wasm);
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

const seenIn = ({ rawValue, boundingBox: { x, y, width, height } }: Found): SeenCode => ({
  text: rawValue,
  x: x + width / 2,
  y: y + height / 2,
});

/**
 * A sheet that shows what the camera sees, and tells each barcode when it comes into sight, until it is closed. `title`: what is to be
 * scanned; `children`: what became of the last scan. `onBlind`: there is no camera, or it may not be used.
 */
export function CameraSheet(props: {
  words: Words;
  title?: string;
  children?: ReactNode;
  onScan: (text: string) => void;
  onBlind: () => void;
  onClose: () => void;
}) {
  const { words } = props;
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(props);
  tell.current = props;
  useEffect(() => {
    let here = true;
    let stream: MediaStream | null = null;
    const look = async () => {
      const [detector, found] = await Promise.all([
        ownDetector().then((own) => own ?? zxing()),
        navigator.mediaDevices
          .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
          .then((got) => {
            stream = got;
            return got;
          }),
      ]);
      const screen = video.current;
      if (!here || !screen) return stop(found);
      screen.srcObject = found;
      await screen.play();
      let sight = nothingSeen;
      while (here) {
        const codes = await detector.detect(screen).catch(() => []);
        const middle = { x: screen.videoWidth / 2, y: screen.videoHeight / 2 };
        const seen = see(sight, codes.map(seenIn), middle, performance.now());
        sight = seen.sight;
        if (seen.said !== null && here) tell.current.onScan(seen.said);
        await new Promise((next) => setTimeout(next, 80));
      }
    };
    look().catch(() => {
      if (stream) stop(stream);
      if (here) tell.current.onBlind();
    });
    return () => {
      here = false;
      if (stream) stop(stream);
    };
  }, []);
  return (
    <Sheet title={props.title ?? words.camera.title} close={words.button.close} onClose={props.onClose}>
      {props.children}
      <video ref={video} className="camera" muted playsInline />
    </Sheet>
  );
}
