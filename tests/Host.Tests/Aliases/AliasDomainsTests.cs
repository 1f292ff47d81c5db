using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Aliases;

public sealed class AliasDomainsTests
{
    static readonly UserEnvironment User = new()
    {
        Machine = static () => "Web1",
        Canonical = static name => name == "Web1" ? "web1.Example.org." : throw new InvalidOperationException($"asked for {name}"),
        Variable = static name => name == "HOSTNAME" ? "stranger" : null,
    };

    [Theory]
    [InlineData("this_host", "root@localhost")]
    [InlineData("this_host", "root@LOCALHOST.localdomain")]
    [InlineData("this_host", "root@web1")]
    [InlineData("this_host", "root@WEB1.")]
    [InlineData("this_host", "root@web1.example.org")]
    [InlineData("this_host", "root@web1.example.ORG.")]
    [InlineData("old.example this_host", "root@web1")]
    [InlineData("old.example,New.Example", "root@new.example")]
    [InlineData("bücher.example", "root@xn--bcher-kva.EXAMPLE")]
    [InlineData("xn--bcher-kva.example", "root@BÜCHER.example")]
    [InlineData(null, "root")]
    [InlineData("x", "root")]
    public void An_address_here_is_looked_up_by_its_local_part(string? domains, string recipient)
    {
        Assert.Equal("root", Domains(domains).NameOf(recipient));
    }

    [Theory]
    [InlineData(null, "root@localhost")]
    [InlineData("x", "root@localhost")]
    [InlineData("this_host", "root@stranger")]
    [InlineData("this_host", "root@web1.example.com")]
    [InlineData("this_host", "root@web1.web1")]
    [InlineData("this_host", "root@web10")]
    [InlineData("this_host", "root@example.org")]
    [InlineData("this_host", "root@this_host")]
    [InlineData("this_host", "@web1")]
    [InlineData("this_host", "root@")]
    [InlineData("example.org", "root@mail.example.org")]
    [InlineData("example.org", "root@b\u00FCcher..example")]
    public void An_address_elsewhere_is_not(string? domains, string recipient)
    {
        Assert.Null(Domains(domains).NameOf(recipient));
    }

    [Fact]
    public void A_machine_that_is_called_by_its_full_name_has_the_short_one_too()
    {
        var user = User with { Machine = static () => "web1.example.org", Canonical = static name => name };

        Assert.Equal([true, true, false, false], new[] { "web1.example.org", "WEB1", "example.org", "web2" }.Select(user.IsMachine));
    }

    [Fact]
    public void The_resolver_is_asked_only_about_a_name_that_may_be_the_machines()
    {
        var user = User with { Canonical = static name => throw new InvalidOperationException($"asked for {name}") };

        Assert.Equal([true, true, false, false], new[] { "localhost", "web1", "example.org", "web2.example.org" }.Select(user.IsMachine));
        Assert.Throws<InvalidOperationException>(() => user.IsMachine("web1.example.org"));
        Assert.False((user with { Machine = static () => "" }).IsMachine(""));
    }

    [Theory]
    [InlineData("root@web1", "ops@x")]
    [InlineData("ROOT@localhost", "ops@x")]
    [InlineData("jack@web1", "jack@web1")]
    [InlineData("chain@web1", "ops@x")]
    [InlineData("self@web1", "self@web1")]
    [InlineData("self", "self@web1")]
    [InlineData("final@web1", "root")]
    [InlineData("root@mail.example", "root@mail.example")]
    public void Aliases_are_followed_through_addresses_here(string recipient, string expanded)
    {
        var file = Read("root: ops@x\nchain: link@web1.example.org\nlink: root\nself: self@web1\nfinal: \\root\n");

        Assert.Equal([expanded], file.Expand([recipient], Domains("this_host")));
    }

    [Fact]
    public void Whoever_is_not_found_has_the_default_alias_once()
    {
        var file = Read("root: ops@x\ndefault: all@web1\n");

        Assert.Equal(["all@web1", "ops@x", "all@web1"], file.Expand(["jack@web1", "root@web1", "joe"], Domains("this_host")));
    }

    [Fact]
    public void A_circle_through_addresses_here_is_a_mistake()
    {
        const string text = "a: b@web1\nb: a@web1\n";

        Assert.Throws<InvalidDataException>(() => Read(text).Expand(["a"], Domains("this_host")));
        Assert.Equal(2, AliasFile.Check(Encoding.UTF8.GetBytes(text), static _ => [], Domains("this_host")).Count);
        Assert.Empty(AliasFile.Check(Encoding.UTF8.GetBytes(text), static _ => []));
    }

    [Theory]
    [InlineData("this_host")]
    [InlineData("localhost web1,web1.example.org")]
    [InlineData("bücher.example this_host")]
    [InlineData("a_b.example [192.0.2.1]")]
    public void Domains_and_the_word_for_this_host_are_taken(string argument) => Assert.Equal(argument, Parse(argument));

    [Theory]
    [InlineData(" ")]
    [InlineData("root@example.org")]
    [InlineData("@example.org")]
    [InlineData("*.example.org")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("\"a b\"")]
    [InlineData("%H")]
    [InlineData("a b@c")]
    public void Anything_else_is_refused(string argument) => Assert.Equal("refused", Parse(argument));

    static string? Parse(string argument)
    {
        var settings = new AccountSettingsBuilder();
        return AliasDomains.Setting.Spellings[0].TryApply(new SettingArgument(argument), settings) ? settings.Build().Get(AliasDomains.Setting) : "refused";
    }

    static AliasFile Read(string text) => AliasFile.Read(Encoding.UTF8.GetBytes(text), static _ => []);

    static AliasDomains Domains(string? words) => new(AccountSettings.Empty.With(AliasDomains.Setting, words), User.IsMachine);
}
