using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace KongLite.Plugins.Shared.Aws.Sts;

/// <summary>Reads the answers of STS.</summary>
internal static class StsAnswer
{
    /// <summary>The credentials of an answer.</summary>
    public static AwsCredentialResult Credentials(string xml)
    {
        XElement? given = Find(xml, "Credentials");
        return Member(given, "AccessKeyId") is { } id
            && Member(given, "SecretAccessKey") is { } secret
            && Member(given, "SessionToken") is { } token
            && DateTimeOffset.TryParse(Member(given, "Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset expiration)
            ? AwsCredentialResult.Of(new AwsCredentials(id, secret, token) { Expiration = expiration })
            : AwsCredentialResult.Failed("STS: the answer has no credentials");
    }

    /// <summary>What a refusal says, for the log.</summary>
    public static string Refusal(CredentialAnswer answer)
    {
        XElement? error = Find(answer.Text, "Error");
        return Member(error, "Code") is { } code
            ? (answer with { Text = $"{code}: {Member(error, "Message")}" }).Refusal
            : answer.Refusal;
    }

    // Namespaces differ between the real thing and its stand-ins.
    private static XElement? Find(string xml, string name)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Descendants().FirstOrDefault(element => element.Name.LocalName == name);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Member(XElement? parent, string name) => parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
}
