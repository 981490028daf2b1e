// The camera as a scanner, for when there is none: the browser's own detector where it has one, else ZXing from our own build.
import { useEffect, useRef, useState } from 'react';
import type { Words } from '../../picking/floor/words/words.ts';

type Detector = { detect: (video: HTMLVideoElement) => Promise<{ rawValue: string }[]> };
type Native = { new (options: { formats: string[] }): Detector; getSupportedFormats: () => Promise<string[]> };

const formats = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'code_39', 'itf', 'qr_code', 'data_matrix'] as const;

async function findDetector(): Promise<Detector> {
  const native = (window as { BarcodeDetector?: Native }).BarcodeDetector;
  // Some browsers have the class and no formats.
  const known = native ? await native.getSupportedFormats().catch(() => []) : [];
  if (native && known.includes('ean_13'))
    return new native({ formats: formats.filter((format) => known.includes(format)) });
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasm }] = await Promise.all([
    import('barcode-detector/ponyfill'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ]);
  prepareZXingModule({
    overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) },
  });
  return new BarcodeDetector({ formats: [...formats] });
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Shows what the camera sees, and tells each barcode once. */
export function Camera({ words, onScan }: { words: Words; onScan: (text: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [blind, setBlind] = useState(false);
  const tell = useRef(onScan);
  tell.current = onScan;
  useEffect(() => {
    let here = true;
    let stream: MediaStream | null = null;
    const look = async () => {
      const [detector, found] = await Promise.all([
        findDetector(),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false }),
      ]);
      stream = found;
      const screen = video.current;
      if (!here || !screen) return stop(found);
      screen.srcObject = found;
      await screen.play();
      while (here) {
        const [code] = await detector.detect(screen).catch(() => []);
        if (code && here) return tell.current(code.rawValue);
        await new Promise((next) => setTimeout(next, 120));
      }
    };
    look().catch(() => here && setBlind(true));
    return () => {
      here = false;
      if (stream) stop(stream);
    };
  }, []);
  if (blind) return <p className="notice wrong">{words.camera.none}</p>;
  return (
    <>
      <p>{words.camera.title}</p>
      <video ref={video} className="camera" muted playsInline />
    </>
  );
}
