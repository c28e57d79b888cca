using System.Linq.Expressions;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Entities;

/// <summary>What the inputs of an upstream's hash need and rule out (Kong: <c>upstreams.lua</c>, entity_checks).</summary>
internal sealed class UpstreamChecks : Checks<Upstream>
{
    public UpstreamChecks()
    {
        Needs(u => u.HashOn, "header", u => u.HashOnHeader);
        Needs(u => u.HashFallback, "header", u => u.HashFallbackHeader);
        Needs(u => u.HashOn, "cookie", u => u.HashOnCookie);
        Needs(u => u.HashFallback, "cookie", u => u.HashOnCookie);
        FallsBackTo("none", "none");
        FallsBackTo("cookie", "none");
        FallsBackTo("consumer", "none", "ip", "header", "cookie", "path", "query_arg", "uri_capture");
        FallsBackTo("ip", "none", "consumer", "header", "cookie", "path", "query_arg", "uri_capture");
        FallsBackTo("path", "none", "consumer", "header", "cookie", "query_arg", "ip", "uri_capture");
        Distinct(u => u.HashOnHeader, u => u.HashFallbackHeader);
        Needs(u => u.HashOn, "query_arg", u => u.HashOnQueryArg);
        Needs(u => u.HashFallback, "query_arg", u => u.HashFallbackQueryArg);
        Distinct(u => u.HashOnQueryArg, u => u.HashFallbackQueryArg);
        Needs(u => u.HashOn, "uri_capture", u => u.HashOnUriCapture);
        Needs(u => u.HashFallback, "uri_capture", u => u.HashFallbackUriCapture);
        Distinct(u => u.HashOnUriCapture, u => u.HashFallbackUriCapture);
    }

    private void Needs(Expression<Func<Upstream, object?>> input, string value, Expression<Func<Upstream, object?>> field) =>
        Conditional(input, Match.Pattern($"^{value}$"), field, Match.Required);

    private void FallsBackTo(string value, params object[] fallbacks) =>
        Conditional(u => u.HashOn, Match.Pattern($"^{value}$"), u => u.HashFallback, Match.OneOf(fallbacks));
}
