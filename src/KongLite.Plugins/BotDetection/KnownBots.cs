using System.Buffers;
using System.Text.RegularExpressions;

namespace KongLite.Plugins.BotDetection;

/// <summary>
/// Programs that say in <c>User-Agent</c> that they are no browsers: crawlers, link previews, monitors, HTTP libraries. Browsers, <c>curl</c>,
/// <c>wget</c> and <c>python-requests</c> are not among them. Letter case counts.
/// </summary>
internal static partial class KnownBots
{
    // Found anywhere.
    private static readonly SearchValues<string> Names = SearchValues.Create(
    [
        // Search engines and archives.
        "AdsBot-Google", "AppEngine-Google", "Googlebot", "Mediapartners-Google", "GoogleOther", "Google-InspectionTool", "Google SketchUp", "GPTBot",
        "bingbot", "BingPreview", "msnbot", "msrbot", "Slurp", "YahooSeeker", "YodaoBot", "VoilaBot", "Baiduspider", "baiduspider", "BaiDuSpider",
        "baiDuSpider", "Mail.RU_Bot", "MJ12bot", "SemrushBot", "blitzbot", "gigabot", "clumboot", "furlbot", "seekbot", "KaloogaBot", "LesnikBot",
        "Linguee Bot", "ThumbShotsBot", "TheUsefulbot", "OOZBOT", "masidani_bot", "Votay bot", "WASALive", "Lite Bot", "Feed Seeker Bot", "FollowSite Bot",
        "Finderbots", "BotSeer", "boitho.com-dc", "Qwantify", "Ask Jeeves", "altavista", "lycos", "scooter", "ia_archiver", "InternetArchive", "archiver",
        "heritrix", "Nutch", "larbin", "htdig", "grub-client", "gsa-crawler", "findlinks", "holmes", "ichiro", "Daumoa", "Charlotte", "charlotte", "Vagabondo",
        "ZyBorg", "Wotbox", "Pompos", "mozDex", "mogimogi", "ObjectsSearch", "IlTrovatore", "Flamingo_SearchEngine", "Llaut", "HooWWWer", "HiddenMarket",
        "semanticdiscovery", "searchsight", "netresearch", "PaxleFramework", "PagesInventory", "PlantyNet_WebRobot", "ZeBot_www.ze.bz", "ZooShot", "Yowedo",
        "Scrapy", "Scrubby", "Simpy", "SiteCon", "Nymesis", "Orbiter", "Reaper", "RedCarpet", "Retreiver", "Riddler", "Kurzor", "Kraken", "LEIA", "LinkAider",
        "Icarus6j", "IconSurf", "InfuzApp", "BUbiNG", "Aboundex", "50.nu", "123metaspider", "www.almaden.ibm.com", "yacy", "Job Roboter",
        "Cityreview Robot", "masscan",
        // Feeds.
        "BlogBridge", "Bloglovin", "BoardReader", "Feedbin", "Genieo", "Mtps Feed Aggregation System", "Netvibes", "NewsGator", "SimplePie", "SimpleRSS",
        "Stringer", "Tiny Tiny RSS", "Squrl Java", "Read%20Later", "gonzo1", "favicon",
        // Previews in chats, networks and sites.
        "LinkedInBot", "Slackbot-LinkExpanding", "Slack-ImgProxy", "WhatsApp", "WordPress", "OgScrper", "PagePeeker", "Thumbshots.ru", "WebThumb", "URL2PNG",
        "snappy", "Rival IQ", "SEOstats",
        // Monitors and checkers.
        "Catchpoint", "Checklinks", "GomezAgent", "YottaaMonitor", "HttpMonitor", "TLSProber", "Web-sniffer", "WhatWeb", "Comodo-Webinspector",
        // HTTP libraries.
        "Google-HTTP-Java-Client", "Apache-HttpClient", "Go-http-client", "scalaj-http", "http%20client", "Python-urllib", "WinHTTP", "JNLP", "okhttp",
        "aihttp", "reqwest", "axios", "unirest-java", "unirest-python", "unirest-ruby", "unirest-nodejs", "unirest-php", "unirest-net",
    ],
    StringComparison.Ordinal);

    /// <summary>Whether a <c>User-Agent</c> is one of theirs.</summary>
    public static bool Includes(ReadOnlySpan<char> agent) =>
        agent.ContainsAny(Names) || Versioned().IsMatch(agent) || Shaped().IsMatch(agent) || Called().IsMatch(agent);

    // Names that mean something else without the version behind them.
    [GeneratedRegex(
        """
        facebookexternalhit/\d+\.\d | Twitterbot/\d+\.\d | Pingdom\.com_bot_version_\d+\.\d
        | (Boto3?|JetS3t|s3fs|aws-(cli|sdk-[a-z0-9-]+))/\d+\.\d
        | \b(008|Altresium|Argus|BaiduMobaider|DNSGroup|DataparkSearch|EDI|Goodzer|Grub|INGRID|Infohelfer|LOOQ|PathDefender|Peew|PostPost|Steeler
          |VSE|WebCrunch|WebZIP|Y!J-BR[A-Z]|envolk|sproose|wminer)/\d
        | /([A-Za-z]+([Bb]ot|[Ss]pider)|Axtaris|fetchurl|Isara|ShopSalad|Tailsweep)[\ -]\d
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Versioned();

    // Names that stand for a family.
    [GeneratedRegex(
        """
        Google.*/\+/web/snippet | MSIE\ \d+\.\d.*;.*\ MSIECrawler | \ PTST/\d+(\.\d+)?$
        | archive.*\.org_bot | Yandex\w | IP2[a-z]+Bot | Microsoft\ .*\ Bot | Accoona-[A-Za-z]+-Agent | Xerka\ [A-Za-z]+Bot | WeSEE:[A-Za-z] | Xenu.*Link\ Sleuth
        | \bYeti\b | WIRE | jbot\b | ^NING | ^vortex | ^voyager | ^Zao
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Shaped();

    // What nobody knows yet but calls itself a robot.
    [GeneratedRegex(
        """
        ([Aa]rchiver|[Ii]ndexer|[Ss]craper|[Bb]ot|[Ss]pider|[Cc]rawl[a-z]*)[/\ ]\d
        | [Ss][Pp][Ii][Dd][Ee][Rr] | [Ss]crape | [Cc][Rr][Aa][Ww][Ll]
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Called();
}
