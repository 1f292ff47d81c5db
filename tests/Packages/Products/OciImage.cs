using System.Text.Json;

namespace Msmtp.Packages.Tests.Products;

/// <summary>A container's image in an archive of OCI.</summary>
/// <param name="Layers">The names of its layers in the archive, the lowest first.</param>
/// <param name="Configuration">Its configuration.</param>
sealed record OciImage(IReadOnlyList<string> Layers, JsonElement Configuration)
{
    public static async Task<OciImage> ReadAsync(string file)
    {
        var index = await JsonAsync(file, "index.json");
        var manifest = await JsonAsync(file, Blob(Assert.Single(index.GetProperty("manifests").EnumerateArray())));
        var layers = manifest.GetProperty("layers").EnumerateArray().Select(Blob).ToList();
        return new OciImage(layers, await JsonAsync(file, Blob(manifest.GetProperty("config"))));
    }

    static string Blob(JsonElement descriptor) => "blobs/" + descriptor.GetProperty("digest").GetString()!.Replace(':', '/');

    static async Task<JsonElement> JsonAsync(string file, string name) =>
        JsonElement.Parse(await Product.RunAsync("tar", "-xOf", file, "./" + name));
}
