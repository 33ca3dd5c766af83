export interface ReportSettings {
	/** Epoch milliseconds. */
	now: number;
	/** How many calendar days the pictures per day show. */
	days: number;
	/** IANA name; decides where a day begins. */
	timezone: string;
	/** Only this Zoom account; '' for all. */
	account: string;
	/** Without an event for this long the page says that events stopped. */
	quietHours: number;
	/** Days that a recording stays in Zoom after the import; for the estimate while cleanup has not reported. */
	retentionDays: number;
}

export interface Amount {
	recordings: number;
	bytes: number;
}
