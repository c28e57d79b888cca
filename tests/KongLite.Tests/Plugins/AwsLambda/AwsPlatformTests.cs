using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;
using KongLite.Tests.Hosting;

namespace KongLite.Tests.Plugins.AwsLambda;

/// <summary>The program itself in the environment of each platform, against an AWS that checks signatures.</summary>
public sealed class AwsPlatformTests : IDisposable
{
    private const string Role = "arn:aws:iam::123456789012:role/gateway";
    private const string AccessKeyId = "AKIDEXAMPLE";
    private const string SecretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("konglite-");
    private readonly int _port = FreePorts.Take(3);

    public void Dispose() => _folder.Delete(recursive: true);

    [PythonFact]
    public async Task Signs_as_the_role_of_an_EC2_instance()
    {
        await using AwsMock aws = await AwsMock.StartAsync("imds=\"v2\"");

        string key = await InvokeAsync(aws, new() { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = aws.Address });

        Assert.StartsWith("ASIAIMDS", key, StringComparison.Ordinal);
        Assert.Equal(3, (await aws.RequestsAsync("imds")).Count);
    }

    [PythonFact]
    public async Task Signs_as_the_role_of_an_instance_that_knows_no_tokens()
    {
        await using AwsMock aws = await AwsMock.StartAsync("imds=\"v1\"");

        Assert.StartsWith("ASIAIMDS", await InvokeAsync(aws, new() { ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = aws.Address }), StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task Signs_as_the_role_of_an_ECS_task()
    {
        await using AwsMock aws = await AwsMock.StartAsync("token=\"Basic dGFzaw==\"");

        string key = await InvokeAsync(aws, new()
        {
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = aws.Address + "/v2/credentials/task",
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "Basic dGFzaw==",
        });

        Assert.StartsWith("ASIAECS", key, StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task Signs_as_the_role_of_an_EKS_pod_identity_also_with_the_next_token()
    {
        string token = Path.Combine(_folder.FullName, "token");
        await File.WriteAllTextAsync(token, "first\n");
        // Credentials that live ten seconds are too old to be kept, so that every call asks.
        await using AwsMock aws = await AwsMock.StartAsync("token=\"first\"", "lifetime=10");
        await using NodeProcess node = await ServingAsync(aws, new()
        {
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = aws.Address + "/v2/credentials/pod",
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = token,
        });
        await AnswersAsync();

        await File.WriteAllTextAsync(token, "second\n");
        await aws.SetAsync(new { token = "second" });
        await AnswersAsync();

        Assert.Equal(["first", "second"], (await aws.RequestsAsync("ecs")).Select(request => (string?)request["headers"]!["Authorization"]));
    }

    [PythonFact]
    public async Task Signs_as_the_role_of_an_EKS_service_account()
    {
        await using AwsMock aws = await AwsMock.StartAsync("web_token=\"jwt\"");

        string key = await InvokeAsync(aws, ServiceAccount(aws));

        Assert.StartsWith("ASIASTS", key, StringComparison.Ordinal);
        JsonNode request = Assert.Single(await aws.RequestsAsync("sts"));
        Assert.Equal(("AssumeRoleWithWebIdentity", "konglite"), ((string?)request["action"], (string?)request["fields"]!["RoleSessionName"]));
    }

    [PythonFact]
    public async Task Assumes_the_role_of_another_account_over_that_of_a_service_account()
    {
        await using AwsMock aws = await AwsMock.StartAsync("web_token=\"jwt\"");

        await InvokeAsync(aws, ServiceAccount(aws), ("aws_assume_role_arn", "arn:aws:iam::210987654321:role/functions"), ("aws_role_session_name", "edge"));

        JsonNode[] requests = [.. await aws.RequestsAsync("sts")];
        Assert.Equal(["AssumeRoleWithWebIdentity", "AssumeRole"], requests.Select(request => (string?)request["action"]));
        Assert.True((bool)requests[1]["signature"]!["ok"]!);
        Assert.Equal("edge", (string?)requests[1]["fields"]!["RoleSessionName"]);
    }

    [PythonFact]
    public async Task Signs_with_keys_of_the_environment()
    {
        await using AwsMock aws = await AwsMock.StartAsync();

        string key = await InvokeAsync(aws, new() { ["AWS_ACCESS_KEY_ID"] = AccessKeyId, ["AWS_SECRET_ACCESS_KEY"] = SecretAccessKey });

        Assert.Equal(AccessKeyId, key);
    }

    [PythonFact]
    public async Task Signs_as_the_role_of_a_profile_on_premises()
    {
        string credentials = Path.Combine(_folder.FullName, "credentials");
        string config = Path.Combine(_folder.FullName, "config");
        await File.WriteAllTextAsync(credentials, $"[base]\naws_access_key_id = {AccessKeyId}\naws_secret_access_key = {SecretAccessKey}\n");
        await File.WriteAllTextAsync(config, $"[profile gateway]\nrole_arn = {Role}\nsource_profile = base\n");
        await using AwsMock aws = await AwsMock.StartAsync();

        string key = await InvokeAsync(aws, new()
        {
            ["AWS_PROFILE"] = "gateway",
            ["AWS_SHARED_CREDENTIALS_FILE"] = credentials,
            ["AWS_CONFIG_FILE"] = config,
            ["AWS_ENDPOINT_URL_STS"] = aws.Address,
        });

        Assert.StartsWith("ASIASTS", key, StringComparison.Ordinal);
    }

    [PythonFact]
    public async Task Assumes_a_role_with_configured_keys_at_a_configured_address()
    {
        await using AwsMock aws = await AwsMock.StartAsync();

        string key = await InvokeAsync(
            aws, [], ("aws_key", AccessKeyId), ("aws_secret", SecretAccessKey), ("aws_assume_role_arn", Role), ("aws_sts_endpoint_url", aws.Address + "/"));

        Assert.StartsWith("ASIASTS", key, StringComparison.Ordinal);
        Assert.True((bool)Assert.Single(await aws.RequestsAsync("sts"))["signature"]!["ok"]!);
    }

    [PythonFact]
    public async Task Says_in_the_log_why_a_role_cannot_be_assumed_and_nothing_to_the_client()
    {
        await using AwsMock aws = await AwsMock.StartAsync("deny={\"AssumeRole\": \"AccessDenied\"}");
        await using NodeProcess node = await ServingAsync(
            aws, [], ("aws_key", AccessKeyId), ("aws_secret", SecretAccessKey), ("aws_assume_role_arn", Role), ("aws_sts_endpoint_url", aws.Address));
        using var client = new HttpClient();

        using HttpResponseMessage answer = await client.GetAsync($"http://127.0.0.1:{_port}/");

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.DoesNotContain("AccessDenied", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Wait.UntilAsync(() => node.Output.Contains(
            "failed to sign request: failed to get credentials: request for token returned '403': AccessDenied: AssumeRole is denied", StringComparison.Ordinal));
        Assert.DoesNotContain(SecretAccessKey, node.Output, StringComparison.Ordinal);
    }

    private Dictionary<string, string?> ServiceAccount(AwsMock aws)
    {
        string token = Path.Combine(_folder.FullName, "jwt");
        File.WriteAllText(token, "jwt");
        return new() { ["AWS_WEB_IDENTITY_TOKEN_FILE"] = token, ["AWS_ROLE_ARN"] = Role, ["AWS_ENDPOINT_URL_STS"] = aws.Address };
    }

    /// <summary>Calls a function and gives the access key id that signed the call.</summary>
    private async Task<string> InvokeAsync(AwsMock aws, Dictionary<string, string?> environment, params (string Name, string Value)[] config)
    {
        await using NodeProcess node = await ServingAsync(aws, environment, config);
        await AnswersAsync();
        JsonNode signature = Assert.Single(await aws.RequestsAsync("lambda"))["signature"]!;
        Assert.True((bool)signature["ok"]!);
        return (string)signature["key"]!;
    }

    private async Task AnswersAsync()
    {
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync($"http://127.0.0.1:{_port}/?a=1");
        Assert.Equal((200, """{"a":"1"}"""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    private async Task<NodeProcess> ServingAsync(AwsMock aws, Dictionary<string, string?> environment, params (string Name, string Value)[] config)
    {
        // Nothing of the machine that the tests run on may stand in.
        Dictionary<string, string?> variables = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToDictionary(name => name, _ => (string?)null);
        variables["AWS_REGION"] = "us-east-1";
        variables["AWS_EC2_METADATA_DISABLED"] = environment.ContainsKey("AWS_EC2_METADATA_SERVICE_ENDPOINT") ? "false" : "true";
        variables["HOME"] = _folder.FullName;
        foreach ((string name, string? value) in environment)
        {
            variables[name] = value;
        }

        NodeProcess node = NodeProcess.Start(
            new Dictionary<string, string>
            {
                ["prefix"] = Path.Combine(_folder.FullName, "node"),
                ["proxy_listen"] = $"127.0.0.1:{_port}",
                ["admin_listen"] = $"127.0.0.1:{_port + 1}",
                ["status_listen"] = $"127.0.0.1:{_port + 2}",
            },
            variables);
        await node.WaitUntilItServesAsync();
        var plugin = new Dictionary<string, object> { ["host"] = "127.0.0.1", ["port"] = aws.Port, ["disable_https"] = true, ["function_name"] = "hello" };
        foreach ((string name, string value) in config)
        {
            plugin[name] = value;
        }

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port + 1}") };
        using HttpResponseMessage route = await client.PostAsJsonAsync("/routes", new { name = "r", paths = new[] { "/" } });
        using HttpResponseMessage made = await client.PostAsJsonAsync("/routes/r/plugins", new { name = "aws-lambda", config = plugin });
        Assert.Equal((201, 201), ((int)route.StatusCode, (int)made.StatusCode));
        return node;
    }
}
