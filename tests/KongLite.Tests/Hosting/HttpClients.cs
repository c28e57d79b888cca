namespace KongLite.Tests.Hosting;

internal static class HttpClients
{
    /// <summary>The body, whatever the status.</summary>
    public static async Task<string> GetStringOfAnyAsync(this HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }
}
