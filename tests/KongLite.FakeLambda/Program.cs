using System.Globalization;
using KongLite.Testing;

// The Lambda endpoint of the README's quick start.
int port = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 9001;
FakeLambda lambda;
try
{
    lambda = await FakeLambda.StartAsync(port);
}
catch (IOException error)
{
    await Console.Error.WriteLineAsync($"Error: {error.Message}");
    return 1;
}

Console.WriteLine($"A Lambda endpoint listens on http://{lambda.Host}:{lambda.Port}. Every function answers its payload. Ctrl-C stops it.");
Console.WriteLine($"It knows the access key {FakeLambda.AccessKeyId} with the secret {FakeLambda.SecretAccessKey}");

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
await lambda.DisposeAsync();
return 0;
