// How a file of settings names them; apart from its reader, which a browser cannot run.

/** The columns of settings, as the exported list heads them. What stands in brackets is for people and ignored. */
export const settingColumns = {
  supplierId: 'Supplier',
  leadTimeDays: 'Lead time (days)',
  reviewDays: 'Review (days)',
  targetPercent: 'Target (%)',
  minimumOrder: 'Minimum order (units)',
  packSize: 'Pack size (units)',
  maxCoverDays: 'Max cover (days)',
  shelfLifeDays: 'Shelf life (days)',
} as const;
export type SettingName = keyof typeof settingColumns;

/** Takes a setting away, so that the wider level counts again. */
export const INHERIT = 'inherit';
