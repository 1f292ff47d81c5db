using System.Net.Sockets;
using System.Runtime.Versioning;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>A service of a system, and its users: as root, two of them beside the service's.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class ServiceTest : EndToEndTest
{
    protected const string Joe = "61001";
    protected const string Jim = "61002";

    protected string SocketPath => Home.File("submit");

    private protected static async Task<string> TalkAsync(RunningServer service) => await service.TalkAsync(
        "EHLO me\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nSubject: x\r\n\r\n.\r\nQUIT\r\n", Token);

    protected static string Me => File.ReadLines("/proc/self/status").First(static line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    protected string UsersFile() => Home.Write("users", $"defaults\nqueue_socket {SocketPath}\naccount default\n");

    private protected Task<RunningServer> StartAsync(int port, params string[] more) => StartAsync(Flavour.Native, port, [], more);

    private protected Task<RunningServer> StartAsync(Flavour flavour, int port, string[] options, params string[] more)
    {
        var file = WriteServiceFile(port, "q", more);
        var msmtpd = Command(flavour, [$"--socket={SocketPath}", $"--file={file}", .. options]) with { Path = RunningServer.Named(Home, Built(flavour)) };
        return RunningServer.StartAsync(msmtpd, new UnixDomainSocketEndPoint(SocketPath), Token);
    }

    protected string WriteServiceFile(int port, string queue, params string[] more)
    {
        var file = Home.Write("service", $"account default\nhost 127.0.0.1\nport {port}\nfrom me@example.org\nqueue_dir {Home.File(queue)}\n{string.Join('\n', more)}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    protected static void SkipUnlessTwoUsers() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can be two users");

    // Without any rights, and without the hope of getting some.
    protected Task<CommandResult> AsAsync(string user, string mail, params string[] arguments) => AsAsync(Flavour.Native, user, mail, arguments);

    protected async Task<CommandResult> AsAsync(Flavour flavour, string user, string mail, params string[] arguments)
    {
        var file = UsersFile();
        var command = Command(flavour, ["-C", file, .. arguments]) with { Input = System.Text.Encoding.UTF8.GetBytes(mail) };
        if (user == "0")
            return await command.RunAsync(Token);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return await new OrdinaryUser(Home) { User = user }.RunAsync(command, Token);
    }
}
