import { Button } from '@shopify/polaris';
import { useState } from 'react';

/**
 * Fetches a file and hands it to the browser. A plain link would not do: only App Bridge's fetch carries the session token.
 * `onProblem` gets a sentence when it does not come.
 */
export function Download({
  url,
  fileName,
  children,
  primary = false,
  onProblem,
}: {
  url: string;
  fileName: string;
  children: string;
  primary?: boolean;
  onProblem: (problem: string | null) => void;
}) {
  const [busy, setBusy] = useState(false);
  const fetchFile = async () => {
    setBusy(true);
    onProblem(null);
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await answer.blob());
      link.download = fileName;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onProblem(`${fileName} could not be fetched (${reason}). Try again; if it stays away, reload the page.`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button loading={busy} onClick={fetchFile} {...(primary ? { variant: 'primary' as const } : {})}>
      {children}
    </Button>
  );
}
