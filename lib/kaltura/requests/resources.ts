import type { KalturaParams } from '../wire';

/** Where Kaltura gets content from, as `resource` or `contentResource`. */
export type ContentSource =
	| { uploadTokenId: string }
	| { text: string }
	| {
			url: string;
			/** Full header lines, e.g. `Authorization: Bearer …`. */
			headers?: readonly string[];
	  };

/**
 * The Kaltura form of a content source. `shouldRedirect` lets Kaltura resolve redirects with the headers before it downloads;
 * without it the target of Zoom's redirect, which wants no header, would be asked with one.
 * @see https://github.com/kaltura/server/blob/master/api_v3/lib/types/resource/KalturaUrlResource.php
 */
export function toResource(source: ContentSource): KalturaParams {
	if ('uploadTokenId' in source) return { objectType: 'KalturaUploadedFileTokenResource', token: source.uploadTokenId };
	if ('text' in source) return { objectType: 'KalturaStringResource', content: source.text };
	return {
		objectType: 'KalturaUrlResource',
		url: withoutDoubleSlashes(source.url),
		forceAsyncDownload: true,
		shouldRedirect: true,
		...(source.headers?.length
			? { urlHeaders: source.headers.map((value) => ({ objectType: 'KalturaString', value })) }
			: {}),
	};
}

/** Kaltura joins double slashes, also inside a query, where a token may hold them; escaped ones it leaves alone. */
function withoutDoubleSlashes(url: string): string {
	const start = url.indexOf('?');
	if (start < 0) return url;
	return url.slice(0, start) + url.slice(start).replace(/\/\//g, '%2F%2F');
}
