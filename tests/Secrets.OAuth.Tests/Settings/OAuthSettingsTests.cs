using Msmtp.Testing;

namespace Msmtp.Secrets.OAuth.Tests.Settings;

public sealed class OAuthSettingsTests
{
    readonly PluginUnderTest plugin = new(new OAuthPlugin());

    [Fact]
    public void Every_setting_but_the_secret_is_an_option_with_hyphens_and_shown_only_if_it_is_set()
    {
        Assert.Equal(16, plugin.Settings.Count);
        foreach (var key in plugin.Settings)
        {
            var option = key.Spellings[0].Option;
            Assert.Equal(key.IsSecret ? null : key.Name.Replace('_', '-'), option?.Name);
            Assert.Equal(option is null ? null : SettingOption.FirstOwnRank, option?.Rank);
            Assert.True(key.Display is { IsHiddenWhenUnset: true });
            Assert.Equal(SettingKey.NotSet, key.Show(AccountSettings.Empty));
        }
    }

    [Fact]
    public void The_secret_of_a_client_is_one_and_is_not_shown()
    {
        var key = Assert.Single(plugin.Settings, static key => key.IsSecret);

        Assert.Equal("oauth_client_secret", key.Name);
        Assert.Equal("*", key.Show(Support.Some.Account("oauth_client_secret GOCSPX-x").Settings));
    }

    [Fact]
    public void Each_has_a_place_of_its_own()
    {
        var ranks = plugin.Settings.Select(static key => key.Display?.Rank).ToList();

        Assert.Equal(ranks.Distinct(), ranks);
    }
}
