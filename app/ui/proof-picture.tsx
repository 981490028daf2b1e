// Service against stock: each rule a point. Higher is better served, further left is less money on the shelf.
type Point = { name: string; stock: number; fill: number; tone: 'ours' | 'other' };

const WIDTH = 320;
const HEIGHT = 180;
const LEFT = 44;
const BOTTOM = 34;
const TOP = 14;
const RIGHT = 14;

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** The next of 1, 2, 4, 6, 8, 10, 20 …: an axis that ends on a number one can halve in one's head. */
function roundAbove(value: number): number {
  const scale = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((step) => step * scale).find((step) => step >= value)!;
}

export function ProofPicture({ points, title }: { points: Point[]; title: string }) {
  const most = roundAbove(Math.max(1, ...points.map((point) => point.stock)) * 1.1);
  // From the next ten per cent below the worst, so that small differences are still seen.
  const least = Math.max(0, Math.floor(Math.min(...points.map((point) => point.fill)) * 10 - 0.2) / 10);
  const x = (stock: number) => LEFT + (stock / most) * (WIDTH - LEFT - RIGHT);
  const y = (fill: number) => TOP + ((1 - fill) / (1 - least || 1)) * (HEIGHT - TOP - BOTTOM);
  const ticks = [least, (least + 1) / 2, 1];
  return (
    <figure style={{ margin: 0, maxWidth: '26rem' }}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        role="img"
        aria-label={`${title}: ${points
          .map(
            (point) =>
              `${point.name} ${percent(point.fill)} with ${Math.round(point.stock).toLocaleString('en')} units`,
          )
          .join('; ')}`}
        style={{ fontSize: '10px', fill: 'var(--p-color-text-secondary)' }}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} stroke="var(--p-color-border)" />
            <text x={LEFT - 6} y={y(tick) + 3} textAnchor="end">
              {Math.round(tick * 100)} %
            </text>
          </g>
        ))}
        {[0, most / 2, most].map((stock, index) => (
          <text key={stock} x={x(stock)} y={HEIGHT - BOTTOM + 14} textAnchor={index === 2 ? 'end' : 'middle'}>
            {Math.round(stock).toLocaleString('en')}
          </text>
        ))}
        <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 6} textAnchor="middle">
          Units on the shelf on average
        </text>
        {points.map((point, index) => {
          const toTheLeft = x(point.stock) > WIDTH * 0.62;
          // Two points at one place: their names stand one above the other.
          const below = points
            .slice(0, index)
            .filter(
              (other) => Math.abs(x(other.stock) - x(point.stock)) < 90 && Math.abs(y(other.fill) - y(point.fill)) < 12,
            ).length;
          return (
            <g key={point.name}>
              <circle
                cx={x(point.stock)}
                cy={y(point.fill)}
                r="5"
                fill={point.tone === 'ours' ? 'var(--p-color-bg-fill-success)' : 'var(--p-color-bg-fill-inverse)'}
              >
                <title>{`${point.name}: ${percent(point.fill)}`}</title>
              </circle>
              <text
                x={x(point.stock) + (toTheLeft ? -9 : 9)}
                y={y(point.fill) + 3.5 + below * 12}
                textAnchor={toTheLeft ? 'end' : 'start'}
                style={{ fill: 'var(--p-color-text)', fontWeight: point.tone === 'ours' ? 650 : 450 }}
              >
                {point.name}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption style={{ color: 'var(--p-color-text-secondary)', fontSize: 'var(--p-font-size-300)' }}>
        Higher: more of what was asked for was there. Further left: less lay on the shelf for it.
      </figcaption>
    </figure>
  );
}
