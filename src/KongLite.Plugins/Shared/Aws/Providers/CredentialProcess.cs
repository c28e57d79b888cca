using System.ComponentModel;
using System.Diagnostics;

namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>Runs the program of a profile's <c>credential_process</c>, which writes credentials as JSON.</summary>
internal static class CredentialProcess
{
    private const string TokenName = "SessionToken";

    /// <summary>Runs a command line of the machine's shell. The program is ended when it takes too long.</summary>
    public static async ValueTask<AwsCredentialResult> RunAsync(string command, CancellationToken cancellationToken)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", $"/c {command}") : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            return AwsCredentialResult.Failed($"credential_process cannot be started: {error.Message}");
        }

        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await Task.WhenAll(output, errors, process.WaitForExitAsync(cancellationToken));
            return process.ExitCode == 0
                ? CredentialDocument.Read(await output, TokenName)
                : AwsCredentialResult.Failed($"credential_process ended with {process.ExitCode}: {HeaderText.FirstLine(await errors)}");
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            return AwsCredentialResult.Failed(error is IOException ? $"credential_process cannot be read: {error.Message}" : "credential_process: timeout");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
