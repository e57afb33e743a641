/**
 * Parameters that mailing services add to links so that a site knows which message, and often which reader, a
 * visit came from. Only names that are known to mean that and nothing else; a link works without them.
 */
const NAMES: ReadonlySet<string> = new Set(
	(
		'__hsfp __hssc __hstc _bta_c _bta_tid _branch_match_id _branch_referrer _ga _gl _hsenc _hsmi _ke _kx _openstat ' +
		'bance_xuid bsft_aaid bsft_clkid bsft_eid bsft_ek bsft_mid bsft_uid ck_subscriber_id cm_mmc cm_mmca1 ' +
		'dclid dm_i ef_id ei_email elqTrack elqTrackId elqaid elqat elqcsid emci emdi et_cid et_rid fbclid ' +
		'gad_source gbraid gclid gclsrc guce_referrer guce_referrer_sig hmb_campaign hmb_medium hmb_source hsCtaTracking ' +
		'igsh igshid irclickid itm_campaign itm_content itm_medium itm_source li_fat_id lt_utm_campaign mc_cid mc_eid ' +
		'mkt_tok mkwid ml_subscriber ml_subscriber_hash msclkid mtm_campaign mtm_cid mtm_content mtm_group mtm_keyword ' +
		'mtm_medium mtm_placement mtm_source oly_anon_id oly_enc_id pk_campaign pk_cid pk_content pk_keyword pk_kwd ' +
		'pk_medium pk_source piwik_campaign piwik_keyword piwik_kwd rb_clickid rtid s_cid s_kwcid sb_referer_host ' +
		'sc_campaign sc_channel sc_content sc_country sc_eh sc_geo sc_lid sc_llid sc_medium sc_outcome sc_uid sc_src ' +
		'sfmc_activityid sfmc_id spJobID spMailingID spReportId spUserID srsltid ttclid twclid trk_contact trk_module ' +
		'trk_msg trk_sid trkCampaign utm_brand utm_campaign utm_campaign_id utm_cid utm_content utm_creative ' +
		'utm_creative_format utm_emcid utm_emmid utm_id utm_id_ utm_keyword utm_language utm_marketing_tactic utm_medium ' +
		'utm_name utm_network utm_place utm_platform utm_product utm_pubreferrer utm_reader utm_referrer utm_serial ' +
		'utm_session utm_siteid utm_social utm_social-type utm_source utm_source_platform utm_supplier utm_swu utm_term ' +
		'utm_umguk utm_userid utm_viz_id vero_conv vero_id vmcid wbraid wickedid wt_mc wt_zmc xtor yclid ymclid ysclid'
	)
		.toLowerCase()
		.split(' ')
);

/** Pages that know the reader by such a parameter alone: leaving a list must go on working. */
const KEPT = /unsub|opt-?_?out|preferenc|subscri|abmeld|abbestell|austrag|desinscri|baja/i;

/**
 * A link without what it tells about the reader, and the names that were cut; null when there is nothing to cut.
 * `href` as `linkTarget` made it. Everything else of the address stays as it is, to the letter.
 */
export function cleanLink(href: string): { readonly href: string; readonly cut: readonly string[] } | null {
	if (!/^https?:/.test(href)) return null;
	const [address = '', ...rest] = href.split('#');
	const question = address.indexOf('?');
	if (question < 0 || KEPT.test(address)) return null;
	const cut: string[] = [];
	const kept = address
		.slice(question + 1)
		.split('&')
		.filter((part) => {
			const name = part.split('=')[0]?.toLowerCase() ?? '';
			if (!NAMES.has(name)) return true;
			cut.push(name);
			return false;
		});
	if (cut.length === 0) return null;
	const query = kept.length > 0 ? `?${kept.join('&')}` : '';
	return { href: [address.slice(0, question) + query, ...rest].join('#'), cut };
}
