// What the made-up shop sells: a homeware and coffee store. Each family has its season, price band, options and supplier.

export interface Family {
  type: string;
  vendor: string;
  /** Product names; each becomes one product. */
  names: string[];
  options: string[];
  /** In whole hundredths of a pound, lowest and highest. */
  price: [number, number];
  /** Month of most sales (1–12) and how much more than usual is sold then, as a share. */
  peakMonth: number;
  swing: number;
  /** Share of shipped units that come back. */
  returns: number;
  /** Days from ordering at the supplier to the shelf. */
  leadDays: number;
  /** What one unit of each option weighs, in the options' order; one number stands for all. */
  grams: number[];
  /** Harmonized System, six digits, and where the goods are made. */
  tariffCode: string;
  origin: string;
}

export const FAMILIES: Family[] = [
  {
    type: 'Mugs',
    vendor: 'Larkfield Pottery',
    options: ['Chalk', 'Moss', 'Ink', 'Clay'],
    price: [900, 1800],
    peakMonth: 12,
    swing: 1.1,
    returns: 0.03,
    leadDays: 18,
    grams: [380],
    tariffCode: '691200',
    origin: 'GB',
    names: [
      'Harbour Mug',
      'Espresso Cup',
      'Tall Latte Mug',
      'Speckled Mug',
      'Handled Bowl',
      'Travel Tumbler',
      'Stacking Cup',
      'Campfire Mug',
      'Teacup and Saucer',
      'Big Sunday Mug',
    ],
  },
  {
    type: 'Coffee',
    vendor: 'Northgate Roasters',
    options: ['Beans 250 g', 'Beans 1 kg', 'Ground 250 g', 'Ground 1 kg'],
    price: [850, 3200],
    peakMonth: 1,
    swing: 0.25,
    returns: 0.004,
    leadDays: 6,
    grams: [265, 1030, 265, 1030],
    tariffCode: '090121',
    origin: 'GB',
    names: [
      'House Blend',
      'Dark Roast',
      'Decaf',
      'Single Origin Huila',
      'Single Origin Sidamo',
      'Filter Roast',
      'Breakfast Blend',
      'Winter Blend',
      'Espresso No. 4',
    ],
  },
  {
    type: 'Candles',
    vendor: 'Wick & Field',
    options: ['Small', 'Medium', 'Large'],
    price: [1200, 3400],
    peakMonth: 12,
    swing: 1.6,
    returns: 0.02,
    leadDays: 24,
    grams: [210, 390, 720],
    tariffCode: '340600',
    origin: 'GB',
    names: [
      'Fig Leaf Candle',
      'Sea Salt Candle',
      'Cedar Candle',
      'Orange Peel Candle',
      'Rain Candle',
      'Woodsmoke Candle',
      'Lavender Candle',
      'Beeswax Pillar',
      'Citronella Candle',
    ],
  },
  {
    type: 'Linen',
    vendor: 'Ardent Textiles',
    options: ['Natural', 'Slate', 'Rust', 'Olive', 'White'],
    price: [1400, 6800],
    peakMonth: 5,
    swing: 0.4,
    returns: 0.09,
    leadDays: 35,
    grams: [240],
    tariffCode: '630260',
    origin: 'LT',
    names: [
      'Tea Towel Pair',
      'Linen Apron',
      'Table Runner',
      'Napkin Set',
      'Cushion Cover',
      'Oven Glove',
      'Bread Bag',
      'Throw',
    ],
  },
  {
    type: 'Garden',
    vendor: 'Potting Shed Co',
    options: ['Small', 'Medium', 'Large'],
    price: [700, 4200],
    peakMonth: 5,
    swing: 1.4,
    returns: 0.04,
    leadDays: 21,
    grams: [320, 760, 1450],
    tariffCode: '820190',
    origin: 'GB',
    names: [
      'Terracotta Pot',
      'Hand Trowel',
      'Seed Tin',
      'Watering Can',
      'Garden Twine',
      'Plant Mister',
      'Bird Feeder',
      'Kneeling Pad',
      'Herb Scissors',
    ],
  },
  {
    type: 'Kitchen',
    vendor: 'Alder Works',
    options: ['Oak', 'Walnut', 'Beech', 'Ash'],
    price: [1100, 7400],
    peakMonth: 11,
    swing: 0.6,
    returns: 0.05,
    leadDays: 28,
    grams: [680],
    tariffCode: '441919',
    origin: 'PL',
    names: [
      'Chopping Board',
      'Salt Pig',
      'Rolling Pin',
      'Spoon Set',
      'Bread Knife',
      'Serving Board',
      'Pepper Mill',
      'Spice Rack',
      'Butter Dish',
      'Egg Cup Set',
      'Utensil Pot',
    ],
  },
  {
    type: 'Stationery',
    vendor: 'Quarto Paper',
    options: ['Plain', 'Dotted', 'Lined', 'Squared'],
    price: [450, 2200],
    peakMonth: 9,
    swing: 0.7,
    returns: 0.015,
    leadDays: 14,
    grams: [230],
    tariffCode: '482010',
    origin: 'GB',
    names: [
      'Pocket Notebook',
      'Desk Diary',
      'Wall Planner',
      'Letter Set',
      'Sketchbook',
      'Index Cards',
      'Recipe Journal',
      'Garden Journal',
    ],
  },
  {
    type: 'Clothing',
    vendor: 'Ardent Textiles',
    options: ['S', 'M', 'L', 'XL'],
    price: [2400, 8900],
    peakMonth: 10,
    swing: 0.8,
    returns: 0.18,
    leadDays: 42,
    grams: [340, 380, 420, 460],
    tariffCode: '621149',
    origin: 'PT',
    names: [
      'Work Jacket',
      'Fisherman Beanie',
      'Wool Socks',
      'Canvas Overshirt',
      'Linen Shirt',
      'Heavy Tee',
      'Rain Smock',
      'Merino Scarf',
      'Chore Trousers',
      'Knitted Vest',
    ],
  },
  {
    type: 'Brewing',
    vendor: 'Northgate Roasters',
    options: ['Steel', 'Black', 'Copper'],
    price: [900, 9900],
    peakMonth: 12,
    swing: 0.9,
    returns: 0.05,
    leadDays: 20,
    grams: [540],
    tariffCode: '732393',
    origin: 'TW',
    names: [
      'Pour-over Dripper',
      'French Press',
      'Hand Grinder',
      'Paper Filters',
      'Goose Kettle',
      'Moka Pot',
      'Milk Jug',
      'Coffee Scale',
      'Storage Tin',
      'Cold Brew Bottle',
      'Tamper',
    ],
  },
  {
    type: 'Gifts',
    vendor: 'Larkfield Pottery',
    options: ['Standard', 'Wrapped', 'With card'],
    price: [1500, 6500],
    peakMonth: 12,
    swing: 2.2,
    returns: 0.04,
    leadDays: 16,
    grams: [900, 980, 920],
    tariffCode: '691200',
    origin: 'GB',
    names: [
      'Coffee Lover Box',
      'Gardener Box',
      'New Home Box',
      'Candle Trio',
      'Mug Pair',
      'Baker Box',
      'Advent Calendar',
      'Letterbox Gift',
    ],
  },
];

/** Sales: days counted back from today, and how much more of a type is sold. */
export const PROMOTIONS: { type: string; fromDaysAgo: number; days: number; uplift: number }[] = [
  { type: 'Coffee', fromDaysAgo: 340, days: 5, uplift: 2.4 },
  { type: 'Candles', fromDaysAgo: 290, days: 4, uplift: 2.8 },
  { type: 'Garden', fromDaysAgo: 210, days: 10, uplift: 1.9 },
  { type: 'Clothing', fromDaysAgo: 150, days: 7, uplift: 2.5 },
  { type: 'Kitchen', fromDaysAgo: 75, days: 4, uplift: 2.2 },
  { type: 'Brewing', fromDaysAgo: 20, days: 5, uplift: 2.6 },
];

export const FIRST_NAMES =
  'Amara Ben Chloe Dev Elin Femi Grace Hugo Isla Jonas Kira Liam Maya Noor Owen Priya Quinn Rosa Sam Tove Una Viktor Wren Yara Zane'.split(
    ' ',
  );
export const LAST_NAMES =
  'Abbott Bello Carver Diaz Ellis Frost Grant Hale Ito Jensen Khan Lowe Mbeki Novak Okafor Price Quist Reyes Stone Turner Underhill Vale Webb Young Zhao'.split(
    ' ',
  );
export const TOWNS: [string, string][] = [
  ['Bristol', 'BS1 4'],
  ['Leeds', 'LS2 7'],
  ['York', 'YO1 6'],
  ['Cardiff', 'CF10 1'],
  ['Norwich', 'NR2 1'],
  ['Exeter', 'EX1 1'],
  ['Glasgow', 'G1 2'],
  ['Bath', 'BA1 5'],
  ['Derby', 'DE1 3'],
  ['Hove', 'BN3 2'],
];
export const STREETS =
  'Mill Lane;Station Road;Church Street;Park View;Orchard Close;High Street;Kings Road;The Crescent;Harbour Walk;Elm Grove'.split(
    ';',
  );
