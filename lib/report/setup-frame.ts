import type { Markup } from './html';
import { pageFrame } from './page-frame';

/**
 * The pages of the setup: what all of them have around their content.
 * @param reload seconds after which the page loads itself again; 0 for never
 */
export function setupFrame(title: string, content: Markup, reload = 0): string {
	return pageFrame({ title, content, style: OWN_STYLE, reload, script: COPY });
}

/** n8n shows this page in a frame of its own, with a style sheet that centres everything. */
const OWN_STYLE = `
body{display:block;text-align:left;padding-bottom:2rem}header,main{width:auto}header{display:block}main{max-width:1000px}header{max-width:1000px}
ol.steps{margin:0;padding-left:1.4rem;display:grid;gap:.9rem}ol.steps>li::marker{font-weight:600}
.copy{display:flex;gap:.5rem;margin-top:.35rem}.copy input{flex:1 1 auto;min-width:0;font:inherit;padding:.45rem .6rem;border:1px solid var(--line);border-radius:8px;background:var(--sunk);color:var(--ink)}
.copy button{flex:none;font:inherit;font-weight:600;padding:.45rem .9rem;border:0;border-radius:8px;background:var(--link);color:var(--card);cursor:pointer}
ul.events{columns:2 17rem;margin:.35rem 0 0;padding:0;list-style:none}ul.events code{font-size:.9rem}
ul.plainly{margin:.4rem 0 0;padding:0;list-style:none;display:grid;gap:.6rem}
nav.links{margin-top:.5rem}nav.links a{padding:.45rem .9rem}
.mark{display:inline-block;min-width:4.6rem;padding:.05rem .5rem;margin-right:.5rem;border-radius:999px;font-size:.8rem;font-weight:600;text-align:center}
.mark.problem{background:var(--bad-wash);color:var(--bad-ink)}.mark.warning{background:var(--warn-wash);color:var(--warn-ink)}.mark.ok{background:var(--good-wash);color:var(--good-ink)}.mark.skipped{background:var(--sunk);color:var(--soft)}
.remedy{display:block;color:var(--soft);margin-top:.15rem}
@media (max-width:520px){td.t{min-width:0}}
`.replace(/\n/g, '');

/** Works in the sandbox in which n8n shows pages: no request, no storage, only the clipboard. */
const COPY =
	`document.querySelectorAll('.copy button').forEach(function(button){button.addEventListener('click',function(){
var field=button.previousElementSibling;field.focus();field.select();var done=false;try{done=document.execCommand('copy')}catch(e){}
if(!done&&navigator.clipboard)navigator.clipboard.writeText(field.value);button.textContent='Copied';setTimeout(function(){button.textContent='Copy'},2000)})})`.replace(
		/\n/g,
		'',
	);
