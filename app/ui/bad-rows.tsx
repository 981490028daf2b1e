// The rows of a file that cannot be taken, each with what to do about it.
import { List } from '@shopify/polaris';

/** More than this are counted instead of shown. */
export const SHOWN = 100;

export type BadRow = {
  line: number;
  /** '' or none: the row as a whole is wrong */
  column?: string;
  /** what stands there */
  text?: string;
  problem: string;
};

export function BadRows({ bad }: { bad: readonly BadRow[] }) {
  return (
    <List>
      {bad.slice(0, SHOWN).map(({ line, column, text, problem }, at) => (
        <List.Item key={at}>
          Line {line}
          {column ? `, ${column}` : ''}
          {text ? ` (${text})` : ''}: {problem}
        </List.Item>
      ))}
      {bad.length > SHOWN ? <List.Item>and {(bad.length - SHOWN).toLocaleString('en')} more</List.Item> : null}
    </List>
  );
}

export const tooLarge = (bytes: number, name = 'The file') =>
  `${name} is larger than ${bytes / 1_000_000} MB. Split it.`;
