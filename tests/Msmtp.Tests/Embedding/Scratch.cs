using Msmtp.TestKit;

namespace Msmtp.Tests.Embedding;

/// <summary>A project in a folder of its own, as a newcomer makes one, that refers to what these tests are built with.</summary>
sealed class Scratch(string sdk) : IDisposable
{
    readonly TempDirectory folder = new();

    public string PathOf(string file) => folder.File(file);

    public string Write(string file, string text) => folder.Write(file, text);

    /// <summary>Compiles it; what the compiler says against it fails the test.</summary>
    public async Task BuildAsync(string outputType = "Exe")
    {
        folder.Write("Scratch.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>{outputType}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" Condition="'$(UsingMicrosoftNETSdkWeb)' != 'true'" />
                <Reference Include="{AppContext.BaseDirectory}*.dll" Exclude="{AppContext.BaseDirectory}*Tests.dll;{AppContext.BaseDirectory}xunit.v3.runner*;{AppContext.BaseDirectory}xunit.v3.mtp*;{AppContext.BaseDirectory}Microsoft.*" />
              </ItemGroup>
            </Project>
            """);
        var result = await Dotnet("build", "-nologo", "-v", "quiet", "-nodeReuse:false").RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>What runs it, in its folder and with a home that is the same.</summary>
    public CommandRunner Program => Dotnet(folder.File("bin", "Debug", "net10.0", "Scratch.dll"));

    public void Dispose() => folder.Dispose();

    CommandRunner Dotnet(params IReadOnlyList<string> arguments) => new("dotnet")
    {
        Arguments = arguments,
        WorkingDirectory = folder.Path,
        Environment = new Dictionary<string, string> { ["HOME"] = folder.Path, ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
        Timeout = TimeSpan.FromMinutes(3),
    };
}
