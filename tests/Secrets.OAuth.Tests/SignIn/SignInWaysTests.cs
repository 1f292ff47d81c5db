using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.Secrets.OAuth.Tests.Support;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class SignInWaysTests
{
    const string Account = "oauth https://id.example.org\noauth_client_id me\n";

    static readonly Uri Somewhere = new("https://id.example.org/");
    static readonly Provider Both = new("both") { AuthorizationEndpoint = Somewhere, DeviceEndpoint = Somewhere };
    static readonly Provider BrowserOnly = new("google")
    {
        AuthorizationEndpoint = Somewhere,
        DeviceEndpoint = Somewhere,
        Flows = Flows.Browser,
        FlowAdvice = "paste",
    };

    static readonly Provider DeviceOnly = new("device") { DeviceEndpoint = Somewhere };

    [Theory]
    [InlineData("", null)]
    [InlineData("browser", (int)SignInWay.Browser)]
    [InlineData("device", (int)SignInWay.Device)]
    [InlineData("paste", (int)SignInWay.Paste)]
    public void A_way_has_a_name(string name, int? way) => Assert.Equal((SignInWay?)way, SignInWays.Named(name));

    [Theory]
    [InlineData("Browser")]
    [InlineData("auto")]
    public void Other_names_are_refused(string name)
    {
        var failure = Assert.Throws<MailException>(() => SignInWays.Named(name));

        Assert.Equal((ExitCode.Usage, $"--authorize takes browser, device or paste, and not {name}"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void A_screen_calls_for_a_browser_and_a_machine_without_one_for_a_device_or_for_paste()
    {
        Assert.Equal(SignInWay.Browser, Chosen(Both, hasScreen: true));
        Assert.Equal(SignInWay.Device, Chosen(Both, hasScreen: false));
        Assert.Equal(SignInWay.Paste, Chosen(BrowserOnly, hasScreen: false));
        Assert.Equal(SignInWay.Device, Chosen(DeviceOnly, hasScreen: true));
    }

    [Fact]
    public void A_flow_that_the_account_names_is_taken()
    {
        Assert.Equal(SignInWay.Device, Chosen(Both, hasScreen: true, "oauth_flow device"));
        Assert.Equal(SignInWay.Paste, Chosen(Both, hasScreen: false, "oauth_flow browser"));
    }

    [Fact]
    public void A_way_that_is_asked_for_is_taken_or_refused()
    {
        Assert.Equal(SignInWay.Paste, Chosen(Both, hasScreen: true, named: SignInWay.Paste));
        Assert.Equal(SignInWay.Browser, Chosen(Both, hasScreen: false, named: SignInWay.Browser));

        var failure = Assert.Throws<MailException>(() => Chosen(BrowserOnly, hasScreen: true, named: SignInWay.Device));
        Assert.Equal(
            (ExitCode.Config, "google lets nobody sign in on another device to send mail", "paste"),
            (failure.ExitCode, failure.Message, failure.Advice));
        failure = Assert.Throws<MailException>(() => Chosen(DeviceOnly, hasScreen: true, named: SignInWay.Paste));
        Assert.Equal("device lets nobody sign in with a browser", failure.Message);
    }

    static SignInWay Chosen(Provider provider, bool hasScreen, string lines = "", SignInWay? named = null) =>
        SignInWays.Choose(named, Some.Settings(Account + lines), provider, hasScreen);
}
