// Takes a picture of what lies in a parcel. It is drawn anew on a canvas, so that it says nothing of where and by which phone it was
// taken, made small enough, and named by its hash.
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { useEffect, useRef, useState } from 'react';
import type { PackWords } from '../../picking/floor/words/pack-words.ts';
import { largestPhoto, longestSide } from '../../picking/packing/station/jpeg.ts';

export type Photo = { jpeg: Blob; hash: string; preview: string };

/** Null when even the smallest try is too large, or nothing was to be seen. */
async function redraw(source: CanvasImageSource, width: number, height: number): Promise<Photo | null> {
  if (width === 0 || height === 0) return null;
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.85, 0.7, 0.5, 0.3]) {
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
    if (!jpeg || jpeg.size > largestPhoto) continue;
    const hash = bytesToHex(sha256(new Uint8Array(await jpeg.arrayBuffer())));
    return { jpeg, hash, preview: canvas.toDataURL('image/jpeg', 0.5) };
  }
  return null;
}

async function redrawFile(file: File): Promise<Photo | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const photo = await redraw(picture, picture.width, picture.height);
  picture.close();
  return photo;
}

export async function sendPhoto(parcel: string, { jpeg, hash }: Photo): Promise<boolean> {
  try {
    const answer = await fetch(`/floor/api/pack/parcels/${parcel}/photos/${hash}`, {
      ...{ method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: jpeg },
      signal: AbortSignal.timeout(20_000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

export function TakePhoto({ words, onUse }: { words: PackWords; onUse: (photo: Photo) => Promise<boolean> }) {
  const video = useRef<HTMLVideoElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [blind, setBlind] = useState(false);
  const [photo, setPhoto] = useState<Photo | null>(null);
  const [state, setState] = useState<'idle' | 'sending' | 'failed'>('idle');
  const looking = photo === null;
  useEffect(() => {
    if (!looking) return;
    let here = true;
    let stream: MediaStream | null = null;
    const stop = (one: MediaStream) => {
      for (const track of one.getTracks()) track.stop();
    };
    const look = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      if (!here || !video.current) return stop(stream);
      video.current.srcObject = stream;
      await video.current.play();
    };
    look().catch(() => here && setBlind(true));
    return () => {
      here = false;
      if (stream) stop(stream);
    };
  }, [looking]);
  const use = async (taken: Photo) => {
    setState('sending');
    setState((await onUse(taken)) ? 'idle' : 'failed');
  };
  if (photo)
    return (
      <>
        <img className="photo" src={photo.preview} alt={words.photo.alt} />
        <div role="alert">{state === 'failed' ? <p className="notice wrong">{words.photo.failed}</p> : null}</div>
        <button type="button" className="big primary" disabled={state === 'sending'} onClick={() => use(photo)}>
          {state === 'sending' ? words.photo.sending : words.photo.use}
        </button>
        <button type="button" className="big" disabled={state === 'sending'} onClick={() => setPhoto(null)}>
          {words.photo.again}
        </button>
      </>
    );
  return (
    <>
      {blind ? (
        <p className="notice">{words.photo.noCamera}</p>
      ) : (
        <>
          <video ref={video} className="photo" muted playsInline />
          <button
            type="button"
            className="big primary"
            onClick={async () => {
              const seen = video.current;
              const taken = seen ? await redraw(seen, seen.videoWidth, seen.videoHeight) : null;
              setState(taken ? 'idle' : 'failed');
              setPhoto(taken);
            }}
          >
            {words.photo.take}
          </button>
        </>
      )}
      <input
        ref={file}
        className="hidden"
        type="file"
        accept="image/*"
        capture="environment"
        aria-label={words.photo.choose}
        tabIndex={-1}
        onChange={async (event) => {
          const [chosen] = event.target.files ?? [];
          event.target.value = '';
          const redrawn = chosen ? await redrawFile(chosen) : null;
          setState(redrawn || !chosen ? 'idle' : 'failed');
          setPhoto(redrawn);
        }}
      />
      <div role="alert">{state === 'failed' ? <p className="notice wrong">{words.photo.failed}</p> : null}</div>
      <button type="button" className={blind ? 'big primary' : 'big'} onClick={() => file.current?.click()}>
        {words.photo.choose}
      </button>
    </>
  );
}
