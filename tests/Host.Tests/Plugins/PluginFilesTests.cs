using System.Runtime.Versioning;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Plugins;

/// <summary>Nothing is loaded that somebody else could have put there, whichever way it comes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PluginFilesTests : IDisposable
{
    const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode Everybodys = Private | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    readonly TempDirectory folder = new();

    public PluginFilesTests()
    {
        folder.Write("plugins/Some/Some.dll", "");
        folder.Write("plugins/Some/Library.dll", "");
        folder.Write("plugins/Some/runtimes/linux-x64/native/libsome.so", "");
        folder.Write("elsewhere/Library.dll", "");
    }

    string Plugin => folder.File("plugins", "Some");

    string Elsewhere => folder.File("elsewhere");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_belongs_to_the_user_alone_is_found() => Assert.Equal(folder.File("plugins", "Some", "Some.dll"), Find());

    [Theory]
    [InlineData("plugins/Some/Some.dll")]
    [InlineData("plugins/Some/Library.dll")]
    [InlineData("plugins/Some/runtimes/linux-x64/native/libsome.so")]
    [InlineData("plugins/Some/runtimes/linux-x64/native")]
    [InlineData("plugins/Some")]
    [InlineData("plugins")]
    public void What_others_can_write_is_refused(string path)
    {
        File.SetUnixFileMode(folder.File(path), Everybodys);

        Assert.StartsWith($"{folder.File(path)} is writable by others", Refused(), StringComparison.Ordinal);
    }

    // Nobody can replace what is there; but everybody can put a library beside it that is looked for and was not there.
    [Theory]
    [InlineData("plugins/Some")]
    [InlineData("plugins/Some/runtimes")]
    public void A_folder_of_its_own_is_not_safe_by_the_sticky_bit(string path)
    {
        File.SetUnixFileMode(folder.File(path), Everybodys | UnixFileMode.StickyBit);

        Assert.StartsWith($"{folder.File(path)} is writable by others", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_above_is_safe_by_the_sticky_bit()
    {
        File.SetUnixFileMode(folder.File("plugins"), Everybodys | UnixFileMode.StickyBit);

        Assert.Equal(folder.File("plugins", "Some", "Some.dll"), Find());
    }

    [Theory]
    [InlineData(Everybodys)]
    [InlineData(Everybodys | UnixFileMode.StickyBit)]
    public void A_link_into_a_folder_that_others_can_write_is_refused(UnixFileMode mode)
    {
        Link("Linked.dll", folder.File("elsewhere", "Library.dll"));
        File.SetUnixFileMode(Elsewhere, mode);

        Assert.StartsWith($"{Elsewhere} is writable by others", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_that_others_can_write_is_refused()
    {
        Link("Linked.dll", folder.File("elsewhere", "Library.dll"));
        File.SetUnixFileMode(folder.File("elsewhere", "Library.dll"), Everybodys);

        Assert.Contains("is writable by others", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_by_way_of_a_folder_that_others_can_write_is_refused()
    {
        Directory.CreateDirectory(folder.File("between"));
        File.CreateSymbolicLink(folder.File("between", "next"), folder.File("elsewhere", "Library.dll"));
        File.SetUnixFileMode(folder.File("between"), Everybodys);
        Link("Linked.dll", folder.File("between", "next"));

        Assert.StartsWith($"{folder.File("between")} is writable by others", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_folder_is_looked_into()
    {
        folder.Write("elsewhere/deep/Other.dll", "");
        File.SetUnixFileMode(folder.File("elsewhere", "deep", "Other.dll"), Everybodys);
        Link("more", Elsewhere);

        Assert.StartsWith($"{folder.File("elsewhere", "deep", "Other.dll")} is writable by others", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_plugins_folder_itself_may_be_a_link_but_not_one_that_others_can_move()
    {
        Directory.CreateDirectory(folder.File("path"));
        Directory.CreateSymbolicLink(folder.File("path", "Some"), Plugin);
        Assert.Equal(folder.File("plugins", "Some", "Some.dll"), Find("path"));

        File.SetUnixFileMode(folder.File("path"), Everybodys);

        Assert.StartsWith($"{folder.File("path")} is writable by others", Refused("path"), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_among_files_of_the_user_are_followed_and_a_circle_ends()
    {
        Link("Linked.dll", folder.File("elsewhere", "Library.dll"));
        Link("self", Plugin);
        Link("more", Elsewhere);
        Directory.CreateSymbolicLink(folder.File("elsewhere", "back"), Plugin);

        Assert.Equal(folder.File("plugins", "Some", "Some.dll"), Find());
    }

    [Theory]
    [InlineData("Later.dll")]
    [InlineData("../plugins/Some/Linked.dll")]
    public void A_link_to_nothing_or_to_itself_is_refused_and_named(string target)
    {
        Link("Linked.dll", folder.File("elsewhere", target));

        Assert.Equal($"{Path.Combine(Plugin, "Linked.dll")} is a link that leads to nothing; take it away", Refused());
    }

    [Theory]
    [InlineData("plugins/Some/Library.dll")]
    [InlineData("plugins/Some/runtimes")]
    [InlineData("plugins/Some")]
    [InlineData("plugins")]
    [InlineData("plugins/Some/link")]
    public async Task What_belongs_to_somebody_else_is_refused(string path)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files away");
        Link("link", folder.File("elsewhere", "Library.dll"));
        var chown = await new CommandRunner("chown") { Arguments = ["-h", "65534", folder.File(path)] }.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, chown.ExitCode);

        Assert.Equal($"{folder.File(path)} belongs to another user; it must belong to you or to root", Refused());
    }

    void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(Plugin, name), target);

    string Find(string within = "plugins") => new PluginFiles([folder.File(within)]).Find("Some");

    string Refused(string within = "plugins") => Assert.Throws<InvalidDataException>(() => Find(within)).Message;
}
