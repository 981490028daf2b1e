/** The types of metafields and what each takes as a value. */

const MEASUREMENTS = [
  'antenna_gain',
  'area',
  'battery_charge_capacity',
  'battery_energy_capacity',
  'capacitance',
  'concentration',
  'data_storage_capacity',
  'data_transfer_rate',
  'dimension',
  'display_density',
  'distance',
  'duration',
  'electric_current',
  'electrical_resistance',
  'energy',
  'frequency',
  'illuminance',
  'inductance',
  'luminous_flux',
  'mass_flow_rate',
  'power',
  'pressure',
  'resolution',
  'rotational_speed',
  'sound_level',
  'speed',
  'temperature',
  'thermal_power',
  'voltage',
  'volume',
  'volumetric_flow_rate',
  'weight',
];
const REFERENCES: Record<string, string> = {
  article_reference: 'Article',
  collection_reference: 'Collection',
  company_reference: 'Company',
  customer_reference: 'Customer',
  file_reference: '(MediaImage|GenericFile|Video)',
  metaobject_reference: 'Metaobject',
  mixed_reference: 'Metaobject',
  order_reference: 'Order',
  page_reference: 'Page',
  product_reference: 'Product',
  product_taxonomy_value_reference: 'TaxonomyValue',
  variant_reference: 'ProductVariant',
};
const PLAIN = [
  'boolean',
  'color',
  'date',
  'date_time',
  'id',
  'json',
  'language',
  'link',
  'money',
  'multi_line_text_field',
  'number_decimal',
  'number_integer',
  'rating',
  'rich_text_field',
  'single_line_text_field',
  'url',
];
const NO_LIST = ['boolean', 'id', 'json', 'language', 'money', 'multi_line_text_field', 'rich_text_field'];

const SINGLE = [...PLAIN, ...MEASUREMENTS, ...Object.keys(REFERENCES)].sort();
/** Every type, lists last. */
export const METAFIELD_TYPES: readonly string[] = [
  ...SINGLE,
  ...SINGLE.filter((type) => !NO_LIST.includes(type)).map((type) => `list.${type}`),
];

/** What is wrong with a value of this type, in Shopify's words; undefined when it is fine. */
export function valueProblem(type: string, value: string): string | undefined {
  if (type.startsWith('list.')) {
    const list = parsed(value);
    if (!Array.isArray(list)) return 'Value must be an array.';
    if (list.length > 128) return 'Value must have at most 128 items.';
    for (const one of list) {
      const problem = valueProblem(type.slice(5), typeof one === 'string' ? one : JSON.stringify(one));
      if (problem) return problem;
    }
    return undefined;
  }
  if (MEASUREMENTS.includes(type)) return isMeasurement(value) ? undefined : 'Value must be a valid measurement.';
  const referred = REFERENCES[type];
  if (referred) {
    const whole = new RegExp(`^gid://shopify/${referred}/\\d+$`);
    return whole.test(value) ? undefined : `Value must be a valid ${type.replace('_reference', '')} reference.`;
  }
  return PROBLEM[type]?.(value);
}

const must = (form: (value: string) => boolean, message: string) => (value: string) =>
  form(value) ? undefined : message;

const PROBLEM: Record<string, (value: string) => string | undefined> = {
  boolean: must((value) => value === 'true' || value === 'false', 'Value must be true or false.'),
  color: must((value) => /^#[0-9a-fA-F]{6}$/.test(value), 'Value must be a hex color code (#RRGGBB).'),
  date: must(
    (value) => /^\d{4}-\d\d-\d\d$/.test(value) && isTime(value),
    'Value must be in “YYYY-MM-DD” format. For example: 2022-06-01',
  ),
  date_time: must(
    (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.test(value) && isTime(value),
    'Value must be in “YYYY-MM-DDTHH:MM:SS” format. For example: 2022-06-01T15:30:00',
  ),
  json: must((value) => parsed(value) !== undefined, 'Value is invalid JSON.'),
  link: must((value) => hasTexts(value, 'url'), 'Value must be a valid link.'),
  money: must((value) => hasTexts(value, 'amount', 'currency_code'), 'Value must be a valid money object.'),
  number_decimal: must((value) => /^-?\d{1,13}(\.\d{1,9})?$/.test(value), 'Value must be a decimal.'),
  number_integer: must(
    (value) => /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value)),
    'Value must be an integer.',
  ),
  rating: must((value) => hasTexts(value, 'value', 'scale_min', 'scale_max'), 'Value must be a valid rating.'),
  rich_text_field: must(
    (value) => (parsed(value) as { type?: unknown } | undefined)?.type === 'root',
    'Value must be a valid rich text document.',
  ),
  single_line_text_field: must((value) => !/[\r\n]/.test(value), 'Value must be a single line text string.'),
  url: must(
    (value) => URL.canParse(value) && /^(https?|mailto|sms|tel):/.test(value),
    'Value must be one of the following URL schemes: http, https, mailto, sms, tel.',
  ),
};

/** A value as `jsonValue` answers it: decimals, dates and references stay texts. */
export function jsonOf(type: string, value: string): unknown {
  const structured = /^(list\.|json$|boolean$|number_integer$|money$|rating$|rich_text_field$|link$)/.test(type);
  return structured || MEASUREMENTS.includes(type) ? (parsed(value) ?? value) : value;
}

/** The group under which the admin offers a type. */
export function categoryOf(type: string): string {
  const one = type.replace('list.', '');
  if (MEASUREMENTS.includes(one)) return 'MEASUREMENT';
  if (one in REFERENCES) return 'REFERENCE';
  if (one.startsWith('number_') || one === 'rating') return 'NUMBER';
  if (one.startsWith('date')) return 'DATE_TIME';
  if (one.endsWith('text_field')) return 'TEXT';
  return { boolean: 'TRUE_FALSE', link: 'URL' }[one] ?? one.toUpperCase();
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isMeasurement(value: string): boolean {
  const { value: amount, unit } = (parsed(value) ?? {}) as { value?: unknown; unit?: unknown };
  return typeof unit === 'string' && amount != null && Number.isFinite(Number(amount));
}

function hasTexts(value: string, ...keys: string[]): boolean {
  const object = (parsed(value) ?? {}) as Record<string, unknown>;
  return keys.every((key) => ['string', 'number'].includes(typeof object[key]));
}

const isTime = (value: string): boolean => !Number.isNaN(Date.parse(value));
