"""Query parameters that tell where a reader came from, never which page is meant: each known to the letter.

courlan 1.4.0 takes every name that begins with ``cid``, ``uid``, ``ref``, ``source`` and the like, and so
``/story?cid=1000`` and ``/story?cid=1001`` were one page. A name that is not here stays; what a source's own
parameters are says ``drop_query`` in its YAML.

Sources: Google Analytics' and Google Ads' help (``utm_``, ``gclid`` …), Matomo's (``mtm_``, ``pk_``), Piano's
(``at_``, ``xtor``), Adobe's, HubSpot's, Mailchimp's, Marketo's and Yandex' help, Mozilla's query-stripping
list, AdGuard's general_url.txt and ClearURLs' global rules; of the last three what names one vendor's click.
"""

# fmt: off
TRACKERS = frozenset((
    # Google: campaigns and clicks
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_source_platform",
    "utm_creative_format", "utm_marketing_tactic", "utm_name", "utm_reader", "utm_cid", "utm_pubreferrer",
    "utm_swu", "utm_viz_id", "utm_brand", "utm_social", "utm_social-type", "utm_referrer", "utm_place",
    "utm_userid", "utm_int", "utm_channel", "utm_campaignid", "utm_adgroup",
    "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "_ga", "_gl", "ga_source",
    "ga_medium", "ga_term", "ga_content", "ga_campaign", "ga_place", "gs_l",
    # Facebook, Instagram, Microsoft, X, LinkedIn, TikTok, Yahoo, Yandex, Reddit, Snapchat, Pinterest
    "fbclid", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "igshid", "igsh", "msclkid",
    "twclid", "li_fat_id", "ttclid", "yclid", "ymclid", "ysclid", "_openstat", "rdt_cid", "sccid", "epik",
    # Matomo and Piwik
    "mtm_source", "mtm_medium", "mtm_campaign", "mtm_keyword", "mtm_content", "mtm_cid", "mtm_group",
    "mtm_placement", "pk_source", "pk_medium", "pk_campaign", "pk_keyword", "pk_kwd", "pk_content", "pk_cid",
    "piwik_campaign", "piwik_kwd", "piwik_keyword", "matomo_campaign", "matomo_source", "matomo_medium",
    "matomo_keyword", "matomo_content", "matomo_cid", "matomo_group", "matomo_placement",
    # Piano, once AT Internet
    "at_medium", "at_campaign", "at_campaign_type", "at_campaign_group", "at_creation", "at_format",
    "at_general_placement", "at_link_id", "at_link_origin", "at_link_type", "at_network", "at_platform",
    "at_ptr_name", "at_bbc_team", "at_variant", "at_custom1", "at_custom2", "at_custom3", "at_custom4",
    "at_recipient_id", "at_recipient_list", "xtor",
    # newsletters and shops of clicks: Adobe, HubSpot, Mailchimp, Marketo, Oracle, Vero, Drip, Omeda, Wicked
    "s_cid", "s_kwcid", "ef_id", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "mc_cid",
    "mc_eid", "mkt_tok", "oly_anon_id", "oly_enc_id", "vero_id", "vero_conv", "__s", "rb_clickid", "wickedid",
    "dm_i", "elqtrackid", "elqtrack", "ml_subscriber", "ml_subscriber_hash", "itm_source", "itm_medium",
    "itm_campaign", "itm_content", "itm_term", "irclickid", "cvid", "oicd", "soc_src", "soc_trk",
))
# fmt: on
