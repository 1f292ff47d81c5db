using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A real browser without a screen: Chromium.</summary>
static class Browser
{
    /// <summary>Opens an address.</summary>
    /// <param name="address">What to open.</param>
    /// <param name="screenshot">Where to put a picture (PNG) of the page.</param>
    /// <returns>The document, as the browser has understood it.</returns>
    public static async Task<string> OpenAsync(Uri address, string screenshot)
    {
        var chromium = Program.Find("chromium", "chromium");
        using var profile = new TempDirectory();
        var command = new CommandRunner(chromium)
        {
            Arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", $"--user-data-dir={profile.Path}",
                "--window-size=800,600", "--hide-scrollbars", $"--screenshot={screenshot}", "--dump-dom",
                address.AbsoluteUri,
            ],
            Environment = new Dictionary<string, string> { ["HOME"] = profile.Path, ["DBUS_SESSION_BUS_ADDRESS"] = "" },
            Timeout = TimeSpan.FromMinutes(1),
        };
        var result = await command.RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.OutputText;
    }
}
