using Msmtp.Secrets.OAuth.Providers;

namespace Msmtp.Secrets.OAuth.Tests.Providers;

public sealed class PresetsTests
{
    public static TheoryData<string> Names => ["google", "microsoft", "yahoo", "aol", "fastmail", "yandex", "mailru"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_has_an_endpoint_for_every_flow_and_says_what_to_do_instead_of_the_others(string name)
    {
        var preset = Presets.Find(name)!;

        Assert.Equal(name, preset.Name);
        Assert.NotNull(preset.TokenEndpoint);
        Assert.Equal(preset.Flows.HasFlag(Flows.Browser), preset.AuthorizationEndpoint is not null);
        Assert.Equal(preset.Flows.HasFlag(Flows.Device), preset.DeviceEndpoint is not null);
        Assert.NotEmpty(preset.Scopes);
        Assert.NotNull(preset.FlowAdvice);
        Assert.NotNull(preset.RegistrationAdvice);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_sent_in_the_clear(string name)
    {
        var preset = Presets.Find(name)!;
        Uri?[] endpoints =
        [
            preset.AuthorizationEndpoint, preset.TokenEndpoint, preset.DeviceEndpoint, preset.RevocationEndpoint,
            preset.RegistrationEndpoint,
        ];

        Assert.All(endpoints.OfType<Uri>(), static url => Assert.Equal("https", url.Scheme));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_application_that_signs_in_as_itself_has_a_scope(string name)
    {
        var preset = Presets.Find(name)!;

        Assert.Equal((preset.Flows & (Flows.Application | Flows.Service)) != 0, preset.ApplicationScope.Length > 0);
    }

    [Fact]
    public void Only_what_is_known_is_found() => Assert.Null(Presets.Find("https://accounts.google.com"));

    [Fact]
    public void Google_gives_a_refresh_token_only_if_asked_and_no_mail_scope_to_devices()
    {
        var google = Presets.Find("google")!;

        Assert.Contains(new("access_type", "offline"), google.AuthorizationParameters);
        Assert.False(google.Flows.HasFlag(Flows.Device));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_endpoints_change_nothing_else(string name)
    {
        var preset = Presets.Find(name)!;

        var other = preset.With(null, new Uri("https://id.example.org/t"), null, null);

        Assert.Equal("https://id.example.org/t", other.TokenEndpoint?.AbsoluteUri);
        foreach (var property in typeof(Provider).GetProperties().Where(static property => property.Name != nameof(Provider.TokenEndpoint)))
            Assert.Equal(property.GetValue(preset), property.GetValue(other));
    }
}
