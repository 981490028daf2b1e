// Small pieces of the floor's pages: large, plain, for a thumb. No Polaris here, for a phone on a slow net.
import { type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react';
import { type Language, languageNames, languages } from '../picking/floor/language.ts';
import type { Words } from '../picking/floor/words/words.ts';

export function Banner({ children }: { children: ReactNode }) {
  return (
    <p className="banner" role="status">
      {children}
    </p>
  );
}

export function Progress({ done, all }: { done: number; all: number }) {
  return <progress max={Math.max(1, all)} value={done} aria-label={`${done} / ${all}`} />;
}

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  label: string;
  value: string;
  onChange: (text: string) => void;
};

export function Field({ label, onChange, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        {...rest}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className="field inline">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.target.value as Value)}>
        {props.options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Languages({
  language,
  speak,
  label,
}: {
  language: Language;
  speak: (language: Language) => void;
  label: string;
}) {
  const options = languages.map((one) => [one, languageNames[one]] as const);
  return <Choice label={label} value={language} options={options} onChange={speak} />;
}

type Look = 'auto' | 'light' | 'dark';

export function Looks({ look, setLook, words }: { look: Look; setLook: (look: Look) => void; words: Words }) {
  const { auto, light, dark } = words.menu;
  const options = [
    ['auto', auto],
    ['light', light],
    ['dark', dark],
  ] as const;
  return <Choice label={words.menu.look} value={look} options={options} onChange={setLook} />;
}

/** A sheet over the page; Escape and the button close it. */
export function Sheet({
  title,
  close,
  onClose,
  children,
}: {
  title: string;
  close: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      <div className="stack">{children}</div>
      {/* Quieter than what can be chosen above it: leaving is no choice. */}
      <button type="button" className="big plain" onClick={onClose}>
        {close}
      </button>
    </dialog>
  );
}
