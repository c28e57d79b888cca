using System.Security.Cryptography;
using System.Text;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.StandardWebhooks;

/// <summary>Rejects messages that are too old or not signed as the Standard Webhooks specification says.</summary>
[Plugin<StandardWebhooksConfig>("standard-webhooks", Priority = 760, NoConsumer = true)]
internal sealed class StandardWebhooksPlugin(StandardWebhooksConfig config, TimeProvider clock) : IAccessPhase
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(config.SecretV1);

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange) =>
        await IsGenuineAsync(exchange) ? PhaseResult.Continue : exchange.Error(400);

    private async ValueTask<bool> IsGenuineAsync(Exchange exchange)
    {
        ClientRequest request = exchange.Request;
        if (request.Header("webhook-id") is not { } id
            || request.Header("webhook-signature") is not { } signature
            || request.Header("webhook-timestamp") is not { } time)
        {
            return false;
        }

        double sent = LuaNumber.TryParse(time, out double seconds) ? seconds : 0;
        if ((clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000d) - sent > config.ToleranceSecond)
        {
            return false;
        }

        RequestBody body = await request.ReadBodyAsync();
        return !body.IsLarge && !body.Bytes.IsEmpty
            && CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(Sign(id, sent, body.Bytes.Span)), Encoding.Latin1.GetBytes(signature));
    }

    private string Sign(string id, double sent, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        hash.AppendData(Encoding.Latin1.GetBytes($"{id}.{LuaNumber.Format(sent)}."));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
