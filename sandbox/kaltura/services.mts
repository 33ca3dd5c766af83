import {
	bulk,
	conversionProfile,
	partner,
	permission,
	system,
	vendorIntegration,
	zoomVendor,
} from './account/services.mts';
import type { Service } from './api/service.mts';
import { attachmentAsset } from './assets/attachments.mts';
import { captionAsset } from './assets/captions.mts';
import { category, categoryEntry } from './categories/services.mts';
import { baseEntry, media } from './entries/services.mts';
import { cuePoint, playlist } from './entries/pointers.mts';
import { attachUpload } from './jobs.mts';
import { flavorAsset } from './media/flavors.mts';
import { uploadTokenService } from './media/uploads.mts';
import { group } from './people/group-service.mts';
import { groupUser } from './people/group-user-service.mts';
import { userRole } from './people/role-service.mts';
import { user } from './people/user-service.mts';
import { eSearch } from './search/esearch.mts';
import { appToken, session } from './sessions/services.mts';

/** Every service of this Kaltura, under the names of docs/vendors/kaltura.md#addresses. */
export const SERVICES: readonly Service[] = [
	session,
	appToken,
	media,
	baseEntry,
	uploadTokenService(attachUpload),
	flavorAsset,
	category,
	categoryEntry,
	playlist,
	cuePoint,
	captionAsset,
	attachmentAsset,
	user,
	group,
	groupUser,
	userRole,
	eSearch,
	conversionProfile,
	partner,
	permission,
	system,
	bulk,
	zoomVendor,
	vendorIntegration,
];
