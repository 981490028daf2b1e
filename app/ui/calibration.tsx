// What the forecast promised and how often that held, as bars that say their numbers.
import { BlockStack, InlineStack, Text } from '@shopify/polaris';
import { chanceBand, type Held, PROMISES, type Promised, verdict } from '../replenishment/replay/calibration.ts';

const WORDS = {
  kept: 'as promised',
  less: 'less often than promised',
  more: 'more often than promised',
  unknown: 'not tried yet',
};

const FILL = {
  kept: 'var(--p-color-bg-fill-success)',
  less: 'var(--p-color-bg-fill-critical)',
  more: 'var(--p-color-bg-fill-info)',
  unknown: 'var(--p-color-bg-fill-tertiary)',
};

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Three bars: how often demand stayed within the level that was to hold 50, 80 and 95 times of a hundred. */
export function CalibrationBars({ cuts, held }: Held) {
  return (
    <BlockStack gap="300">
      {PROMISES.map((promised) => (
        <PromiseBar key={promised} promised={promised} cuts={cuts} held={held[promised]} />
      ))}
      <Text as="p" tone="subdued" variant="bodySm">
        Tried {cuts.toLocaleString('en')} {cuts === 1 ? 'time' : 'times'} on past sales, each time knowing only what
        came before. The dark line is the promise; the pale band is what chance alone explains.
      </Text>
    </BlockStack>
  );
}

function PromiseBar({ promised, cuts, held }: { promised: Promised; cuts: number; held: number }) {
  const share = cuts > 0 ? held / cuts : 0;
  const band = chanceBand(held, cuts);
  const judged = verdict(held, cuts, promised);
  return (
    <BlockStack gap="050">
      <InlineStack align="space-between" gap="200">
        <Text as="span">
          Promised {promised} %, held {cuts > 0 ? percent(share) : '–'}
        </Text>
        <Text
          as="span"
          tone={judged === 'less' ? 'critical' : 'subdued'}
          fontWeight={judged === 'less' ? 'medium' : 'regular'}
        >
          {WORDS[judged]}
        </Text>
      </InlineStack>
      <svg
        viewBox="0 0 100 12"
        preserveAspectRatio="none"
        width="100%"
        height="16"
        role="img"
        aria-label={`Promised ${promised} %, held ${held} of ${cuts} times${
          band ? `; by chance between ${percent(band.from)} and ${percent(band.to)}` : ''
        }`}
      >
        <rect x="0" y="0" width="100" height="12" fill="var(--p-color-bg-surface-secondary)" />
        <rect x="0" y="3" width={share * 100} height="6" fill={FILL[judged]} />
        {band ? (
          <rect
            x={band.from * 100}
            y="0"
            width={(band.to - band.from) * 100}
            height="12"
            fill="var(--p-color-bg-fill-tertiary)"
            opacity="0.6"
          />
        ) : null}
        <rect x={promised - 0.3} y="0" width="0.6" height="12" fill="var(--p-color-text)" />
      </svg>
    </BlockStack>
  );
}
