/** The sliders of the letters of a formula, as options have them. */

/** How the slider of a parameter is laid out; what is left out is chosen. */
export interface ParameterSetting {
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly value?: number;
}

/** The sliders of parameters by their letters. */
export type ParameterSettings = Readonly<Record<string, ParameterSetting>>;
