/* Which doctypes mean quirks mode (WHATWG HTML 13.2.6.4.1). */
#include "html/builder.h"

static const str quirky_public_prefixes[] = {
    S("+//Silmaril//dtd html Pro v0r11 19970101//"),
    S("-//AS//DTD HTML 3.0 asWedit + extensions//"),
    S("-//AdvaSoft Ltd//DTD HTML 3.0 asWedit + extensions//"),
    S("-//IETF//DTD HTML 2.0 Level 1//"),
    S("-//IETF//DTD HTML 2.0 Level 2//"),
    S("-//IETF//DTD HTML 2.0 Strict Level 1//"),
    S("-//IETF//DTD HTML 2.0 Strict Level 2//"),
    S("-//IETF//DTD HTML 2.0 Strict//"),
    S("-//IETF//DTD HTML 2.0//"),
    S("-//IETF//DTD HTML 2.1E//"),
    S("-//IETF//DTD HTML 3.0//"),
    S("-//IETF//DTD HTML 3.2 Final//"),
    S("-//IETF//DTD HTML 3.2//"),
    S("-//IETF//DTD HTML 3//"),
    S("-//IETF//DTD HTML Level 0//"),
    S("-//IETF//DTD HTML Level 1//"),
    S("-//IETF//DTD HTML Level 2//"),
    S("-//IETF//DTD HTML Level 3//"),
    S("-//IETF//DTD HTML Strict Level 0//"),
    S("-//IETF//DTD HTML Strict Level 1//"),
    S("-//IETF//DTD HTML Strict Level 2//"),
    S("-//IETF//DTD HTML Strict Level 3//"),
    S("-//IETF//DTD HTML Strict//"),
    S("-//IETF//DTD HTML//"),
    S("-//Metrius//DTD Metrius Presentational//"),
    S("-//Microsoft//DTD Internet Explorer 2.0 HTML Strict//"),
    S("-//Microsoft//DTD Internet Explorer 2.0 HTML//"),
    S("-//Microsoft//DTD Internet Explorer 2.0 Tables//"),
    S("-//Microsoft//DTD Internet Explorer 3.0 HTML Strict//"),
    S("-//Microsoft//DTD Internet Explorer 3.0 HTML//"),
    S("-//Microsoft//DTD Internet Explorer 3.0 Tables//"),
    S("-//Netscape Comm. Corp.//DTD HTML//"),
    S("-//Netscape Comm. Corp.//DTD Strict HTML//"),
    S("-//O'Reilly and Associates//DTD HTML 2.0//"),
    S("-//O'Reilly and Associates//DTD HTML Extended 1.0//"),
    S("-//O'Reilly and Associates//DTD HTML Extended Relaxed 1.0//"),
    S("-//SQ//DTD HTML 2.0 HoTMetaL + extensions//"),
    S("-//SoftQuad Software//DTD HoTMetaL PRO 6.0::19990601::extensions to HTML 4.0//"),
    S("-//SoftQuad//DTD HoTMetaL PRO 4.0::19971010::extensions to HTML 4.0//"),
    S("-//Spyglass//DTD HTML 2.0 Extended//"),
    S("-//Sun Microsystems Corp.//DTD HotJava HTML//"),
    S("-//Sun Microsystems Corp.//DTD HotJava Strict HTML//"),
    S("-//W3C//DTD HTML 3 1995-03-24//"),
    S("-//W3C//DTD HTML 3.2 Draft//"),
    S("-//W3C//DTD HTML 3.2 Final//"),
    S("-//W3C//DTD HTML 3.2//"),
    S("-//W3C//DTD HTML 3.2S Draft//"),
    S("-//W3C//DTD HTML 4.0 Frameset//"),
    S("-//W3C//DTD HTML 4.0 Transitional//"),
    S("-//W3C//DTD HTML Experimental 19960712//"),
    S("-//W3C//DTD HTML Experimental 970421//"),
    S("-//W3C//DTD W3 HTML//"),
    S("-//W3O//DTD W3 HTML 3.0//"),
    S("-//WebTechs//DTD Mozilla HTML 2.0//"),
    S("-//WebTechs//DTD Mozilla HTML//"),
};

bool build_doctype_quirks(const struct html_token *token)
{
    str public_id = token->public_id;
    str system_id = token->system_id;
    if (token->force_quirks || !str_eq((str){token->p, token->len}, S("html")))
        return true;
    if (str_ieq(public_id, S("-//W3O//DTD W3 HTML Strict 3.0//EN//")) ||
        str_ieq(public_id, S("-/W3C/DTD HTML 4.0 Transitional/EN")) ||
        str_ieq(public_id, S("HTML")) ||
        str_ieq(system_id, S("http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd")))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(quirky_public_prefixes); i++)
        if (str_istarts(public_id, quirky_public_prefixes[i]))
            return true;
    return !system_id.p && (str_istarts(public_id, S("-//W3C//DTD HTML 4.01 Frameset//")) ||
                            str_istarts(public_id, S("-//W3C//DTD HTML 4.01 Transitional//")));
}
