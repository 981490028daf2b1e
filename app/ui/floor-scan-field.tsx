import type { FormEvent } from 'react';
import type { Words } from '../picking/floor/words/words.ts';

/** For fingers; a hardware scanner needs no field. While nothing is typed its button is the camera's. */
export function ScanField(props: {
  words: Words;
  value: string;
  onChange: (text: string) => void;
  onScan: (text: string) => void;
  onCamera: () => void;
}) {
  const { words } = props;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (props.value.trim() !== '') props.onScan(props.value);
  };
  return (
    <form className="scan" onSubmit={send}>
      <input
        aria-label={words.scanHint}
        placeholder={words.scanHint}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        enterKeyHint="enter"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {props.value === '' ? (
        <button type="button" onClick={props.onCamera}>
          {words.button.camera}
        </button>
      ) : (
        <button type="submit">{words.button.enter}</button>
      )}
    </form>
  );
}
