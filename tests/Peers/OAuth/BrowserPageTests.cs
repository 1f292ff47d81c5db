using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The page at the end of a sign-in, as a real browser shows it.</summary>
public sealed partial class BrowserPageTests(TokenPeers peers) : IClassFixture<TokenPeers>
{
    // White, and not compressed well, it would still be smaller.
    const int LeastPicture = 3000;

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task It_tells_who_has_signed_in(Flavour flavour)
    {
        using var folder = new TempDirectory();
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize();

        var redirect = await person.ConsentAsync(await OAuthUser.AddressAsync(command));
        var page = await Browser.OpenAsync(redirect, folder.File("page.png"));
        var result = await command.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["Signed in - msmtp", "Signed in", $"Signed in as {Person.Joe}. You can close this window."], Texts(page));
        AssertPicture(folder.File("page.png"));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task It_tells_that_nobody_has_and_what_to_do(Flavour flavour)
    {
        using var folder = new TempDirectory();
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize();

        var redirect = await person.DenyAsync(await OAuthUser.AddressAsync(command));
        var page = await Browser.OpenAsync(redirect, folder.File("page.png"));
        var result = await command.EndAsync();

        Assert.Equal(77, result.ExitCode);
        Assert.Equal(["Not signed in - msmtp", "Not signed in"], Texts(page).Take(2));
        Assert.Contains("msmtp --authorize", page, StringComparison.Ordinal);
        AssertPicture(folder.File("page.png"));
    }

    // What the reader sees: the title, the heading and the lines. A Content-Security-Policy that the page breaks would leave it without
    // style.
    static IEnumerable<string> Texts(string page)
    {
        Assert.Contains("<style>", page, StringComparison.Ordinal);
        return Elements().Matches(page).Select(static match => match.Groups[1].Value);
    }

    static void AssertPicture(string file)
    {
        var octets = File.ReadAllBytes(file);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], octets[..4]);
        Assert.InRange(octets.Length, LeastPicture, int.MaxValue);
    }

    [GeneratedRegex("<(?:title|h1|p)>([^<]*)</")]
    private static partial Regex Elements();
}
