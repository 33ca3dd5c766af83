/** Who moves the bytes of a file: Kaltura fetches it from Zoom, or they travel through n8n. */
export type TransferSetting = 'automatic' | 'kalturaPulls' | 'throughN8n';
export type TransferWay = Exclude<TransferSetting, 'automatic'>;

/** What is known before the first byte is moved. */
export interface TransferFacts {
	setting: TransferSetting;
	/** Where the bytes come from, after redirects, is a private address. */
	sourceIsPrivate: boolean;
	/** Kaltura's own address is private. */
	kalturaIsPrivate: boolean;
	/** Redirects that a look at the address met. */
	redirects: number;
	/** Path of the address; its query does not matter here. */
	path: string;
	/** The token for it opens everything that the Zoom app may do. */
	tokenOpensEverything: boolean;
	/** Kaltura tried to fetch it before and failed. */
	pullFailedBefore: boolean;
}

const TOKEN_STAYS_HERE =
	"the Zoom app lacks cloud_recording:read:list_recording_files:admin, so the file opens only with the app's own token, which Kaltura must not get";

/** Kaltura follows redirects with its own small limit; Zoom needs one. */
const REDIRECTS_OF_KALTURA = 5;

/**
 * "Automatic" lets Kaltura pull unless something says that it cannot. Pulling costs n8n nothing, so it is the default
 * wherever it works (docs/transfer.md); what cannot be known from here, such as a firewall before Kaltura, shows as a failed
 * import, and the next attempt takes the other way.
 */
export function chooseTransfer(facts: TransferFacts): { way: TransferWay; because: string } {
	// Whatever the node says: a token that can read and delete the whole account is not given away.
	if (facts.tokenOpensEverything) return { way: 'throughN8n', because: TOKEN_STAYS_HERE };
	if (facts.setting !== 'automatic') return { way: facts.setting, because: 'the node says so' };
	const reason = whyKalturaCannot(facts);
	return reason === null
		? { way: 'kalturaPulls', because: 'the address answers the file' }
		: { way: 'throughN8n', because: reason };
}

function whyKalturaCannot(facts: TransferFacts): string | null {
	if (facts.pullFailedBefore) return 'Kaltura tried to fetch it before and failed';
	if (facts.sourceIsPrivate && !facts.kalturaIsPrivate) return 'the file is at a private address';
	if (facts.kalturaIsPrivate && !facts.sourceIsPrivate) return "Kaltura's server is at a private address";
	if (facts.redirects > REDIRECTS_OF_KALTURA) return 'the address redirects too often for Kaltura';
	// Kaltura joins double slashes of a path and asks for something else (docs/vendors/kaltura.md#where-content-comes-from).
	if (facts.path.includes('//')) return 'the address has a double slash, which Kaltura cannot keep';
	return null;
}
