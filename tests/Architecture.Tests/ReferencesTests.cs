using System.Xml.Linq;

namespace Msmtp.Architecture.Tests;

/// <summary>Who may use whom: the house's arrows, read from the project files.</summary>
public sealed class ReferencesTests
{
    static readonly IReadOnlyList<Project> All = Project.ReadAll();

    [Theory]
    [InlineData("Msmtp.Text", new string[0])]
    [InlineData("Msmtp.Abstractions", new[] { "Msmtp.Text" })]
    public void What_plugins_see_uses_no_package(string name, string[] allowed)
    {
        var contracts = All.Single(project => project.Name == name);

        Assert.Equal(allowed, contracts.Projects);
        Assert.Empty(contracts.Packages);
    }

    [Fact]
    public void Plugins_use_the_abstractions_only()
    {
        var plugins = All.Where(project => project.Folder == "plugins").ToList();

        Assert.NotEmpty(plugins);
        Assert.All(plugins, plugin => Assert.Equal(["Msmtp.Abstractions"], plugin.Projects));
    }

    [Theory]
    [InlineData("Msmtp.Host", new[] { "Msmtp.Abstractions" })]
    [InlineData("Msmtp.Server", new string[0])]
    [InlineData("Msmtp.Cli", new[] { "Msmtp", "Msmtp.Host", "Msmtp.Server" })]
    public void The_rooms_of_src_use_only_what_lies_below(string name, string[] allowed)
    {
        Assert.Subset(allowed.ToHashSet(), All.Single(project => project.Name == name).Projects.ToHashSet());
    }

    [Fact]
    public void The_default_set_uses_the_host_and_every_plugin_but_those_on_demand()
    {
        var set = All.Single(project => project.Name == "Msmtp");
        var plugins = All.Where(project => project.Folder == "plugins").Select(project => project.Name).Except(["Msmtp.Transport.MailKit"]);

        Assert.Equal(plugins.Concat(["Msmtp.Abstractions", "Msmtp.Host"]).Order(), set.Projects.Order());
    }

    [Fact]
    public void Nothing_that_ships_uses_a_test()
    {
        Assert.All(All.Where(project => project.Folder != "tests"), project => Assert.DoesNotContain(project.Projects, IsTest));

        static bool IsTest(string name) => All.Single(project => project.Name == name).Folder == "tests";
    }

    /// <summary>A project file.</summary>
    sealed record Project(string Name, string Folder, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
    {
        public static IReadOnlyList<Project> ReadAll()
        {
            string[] folders = ["src", "plugins", "tests"];
            return [.. folders.SelectMany(folder => Directory
                .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories)
                .Select(file => Read(file, folder)))];
        }

        static Project Read(string file, string folder)
        {
            var xml = XDocument.Load(file);
            return new Project(
                Path.GetFileNameWithoutExtension(file),
                folder,
                [.. xml.Descendants("ProjectReference").Select(e => Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value))],
                [.. xml.Descendants("PackageReference").Select(e => e.Attribute("Include")!.Value)]);
        }
    }
}
