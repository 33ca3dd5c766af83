import { type Figures, sumOf } from '../policy/ledger/figures';
import { groupTroublesAlert } from './group-troubles';
import { html, type Markup } from './html';
import { ageText, recordingsText, timeText } from './words';

// What the status page says first: what needs a person.

export function alerts(figures: Figures, notes: readonly string[]): Markup[] {
	const { events, totals, settings, reconciledAt, needSomebody: open, vanishing } = figures;
	const list: Markup[] = [];
	for (const { account, at, stopped } of events) {
		if (!stopped || at === null) continue;
		list.push(
			html`<div class="alert bad" role="alert">
				<p>
					<b>Events have stopped${account ? html` for the account ${account}` : ''}.</b> The last one came
					${ageText(settings.now - at)} ago (${timeText(at, settings.timezone)}). Check in the Zoom App Marketplace that
					the event subscription is active and validated, and that <i>ingest live</i> is published. The reconcile
					workflow brings what was missed.
				</p>
			</div>`,
		);
	}
	if (reconciledAt !== null && settings.now - reconciledAt > 24 * 3_600_000) {
		list.push(
			html`<div class="alert bad" role="alert">
				<p>
					<b>The last complete listing of Zoom is ${ageText(settings.now - reconciledAt)} old.</b> Look at the
					executions of <i>ingest what events missed</i>: until it runs, a lost event is a missing recording.
				</p>
			</div>`,
		);
	}
	if (vanishing.length > 0) {
		list.push(
			html`<div class="alert bad" role="alert">
				<p>
					<b
						>Zoom deletes ${recordingsText(vanishing.length)} by itself before
						${vanishing.length === 1 ? 'it is' : 'they are'} in Kaltura,</b
					>
					the first on ${timeText(vanishing[0]!.vanishesAt!, settings.timezone)}. That is the only loss that nobody can
					mend: see <a href="#vanishing">Vanishes in Zoom</a>.
				</p>
			</div>`,
		);
	}
	list.push(...groupTroublesAlert(figures));
	if (open > 0) {
		list.push(
			html`<div class="alert warn">
				<p>
					<b>${recordingsText(open)} ${open === 1 ? 'needs' : 'need'} somebody.</b> What each is waiting for is under
					<a href="#why">Why</a>.
				</p>
			</div>`,
		);
	} else if (list.length === 0 && sumOf(totals).recordings > 0) {
		list.push(
			html`<div class="alert good">
				<p>
					<b>Nothing needs you.</b> Every recording that the rules want is in Kaltura or on its way, or is retried by
					itself${reconciledAt === null ? ', of what the pipeline has seen.' : '.'}
				</p>
			</div>`,
		);
	}
	for (const note of notes) list.push(html`<div class="alert warn"><p>${note}</p></div>`);
	return list;
}
