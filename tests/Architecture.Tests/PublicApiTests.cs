using System.Reflection;
using Msmtp.Hosting;
using Msmtp.Testing;
using Msmtp.Text;

namespace Msmtp.Architecture.Tests;

/// <summary>
/// The public interface of each package, held to a file that is read in review. After a change that is meant, MSMTP_UPDATE_DOCS=1
/// writes the file anew; a change has a line in CHANGELOG.md, and one that takes something away a new major version.
/// </summary>
public sealed class PublicApiTests
{
    static readonly string Folder = Path.Combine(Repository.Root, "docs", "api");

    public static TheoryData<string> Packages { get; } = new(Assemblies.Select(static assembly => assembly.GetName().Name!));

    static IEnumerable<Assembly> Assemblies =>
    [
        typeof(IPlugin).Assembly, typeof(Text.DomainName).Assembly, typeof(IMailer).Assembly, typeof(DefaultPlugins).Assembly,
        typeof(ScriptedServer).Assembly, typeof(Server.SmtpServer).Assembly,
        typeof(Transport.MailKit.MailKitTransportPlugin).Assembly, .. DefaultPlugins.All.Select(static plugin => plugin.GetType().Assembly),
    ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_interface_is_the_one_that_was_reviewed(string package)
    {
        var file = Path.Combine(Folder, package + ".txt");
        var actual = PublicApi.Of(Assemblies.Single(assembly => assembly.GetName().Name == package));
        if (Environment.GetEnvironmentVariable("MSMTP_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{file} is missing: MSMTP_UPDATE_DOCS=1 writes it");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    /// <summary>A test that uses Msmtp, Msmtp.Server and Msmtp.Testing together has to qualify none of their names.</summary>
    [Fact]
    public void No_two_public_types_have_one_name()
    {
        var names = Assemblies.Distinct().SelectMany(static assembly => assembly.GetExportedTypes()).Where(static type => !type.IsNested).Select(static type => type.Name);

        Assert.Empty(names.GroupBy(static name => name).Where(static group => group.Count() > 1).Select(static group => group.Key));
    }

    [Fact]
    public void A_conversion_is_part_of_the_interface() =>
        Assert.Contains("    static Msmtp.Hosting.MessageInput op_Implicit(Stream stream)\n", PublicApi.Of(typeof(IMailer).Assembly), StringComparison.Ordinal);

    [Fact]
    public void What_a_plugin_remembers_is_the_version_of_the_package() =>
        Assert.Equal(
            AbstractionsVersion.Number,
            typeof(AbstractionsVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    [Fact]
    public void No_file_is_left_of_a_package_that_is_gone() =>
        Assert.Equal(
            Packages.Select(static row => row.Data).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Folder).Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
}
