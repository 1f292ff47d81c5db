using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A greylist: whoever comes for the first time with this sender and recipient is told to come again, after a second.</summary>
sealed class Postgrey : IAsyncDisposable
{
    readonly TempDirectory folder;
    readonly Daemon daemon;

    Postgrey(TempDirectory folder, Daemon daemon) => (this.folder, this.daemon) = (folder, daemon);

    /// <summary>Starts one; skips the test if it is not installed.</summary>
    public static async Task<Postgrey> StartAsync(int port)
    {
        var server = Program.Find("postgrey", "postgrey");
        var folder = new TempDirectory();
        try
        {
            Directory.CreateDirectory(folder.File("seen"));
            var nobody = folder.Write("exempt", "");
            var start = new CommandRunner(server)
            {
                Arguments =
                [
                    $"--inet=127.0.0.1:{port}", $"--dbdir={folder.File("seen")}", "--user=root", "--group=root", "--delay=1",
                    "--auto-whitelist-clients=0", $"--whitelist-clients={nobody}", $"--whitelist-recipients={nobody}",
                ],
                WorkingDirectory = folder.Path,
            };
            return new Postgrey(folder, await Daemon.StartAsync(start, () => Ports.IsOpen(port)));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await daemon.DisposeAsync();
        folder.Dispose();
    }
}
