using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Msmtp.Architecture.Tests;

/// <summary>The public interface of an assembly as text: a line for each type, and one for each of its members, in a fixed order.</summary>
static class PublicApi
{
    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(TypeLine(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    static string TypeLine(Type type)
    {
        var kind = Kind(type);
        var names = kind is "enum" or "delegate" ? [] : Parents(type).Select(TypeText.Name).ToList();
        return $"{kind} {TypeText.Name(type)}{(names.Count > 0 ? " : " + string.Join(", ", names) : "")}";
    }

    static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    static IEnumerable<Type> Parents(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            yield return parent;
        foreach (var contract in type.GetInterfaces().OrderBy(static each => each.FullName, StringComparer.Ordinal))
            yield return contract;
    }

    static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        if (typeof(Delegate).IsAssignableFrom(type))
            return [Method(type.GetMethod("Invoke")!)];
        return type.GetMembers(Declared).Select(Member).OfType<string>();
    }

    static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
        FieldInfo { IsLiteral: true } field when field.IsPublic => $"const {TypeText.Of(field)} {field.Name} = {TypeText.Value(field.GetRawConstantValue())}",
        FieldInfo field when field.IsPublic || field.IsFamily =>
            $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeText.Of(field)} {field.Name}",
        PropertyInfo property when property.GetAccessors(true).Any(IsVisible) => Property(property),
        MethodInfo method when (!method.IsSpecialName || IsOperator(method)) && IsVisible(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) =>
            Modifiers(method) + Method(method),
        EventInfo { AddMethod: { } add } @event when IsVisible(add) => $"event {TypeText.Name(@event.EventHandlerType!)} {@event.Name}",
        _ => null,
    };

    static string? Property(PropertyInfo property)
    {
        // What a compiler adds to records.
        if (property.Name == "EqualityContract")
            return null;
        var accessor = property.GetAccessors(true).First(IsVisible);
        var set = property.SetMethod is { } setter && IsVisible(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        var required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? "" : "required ";
        return $"{required}{Modifiers(accessor)}{TypeText.Of(property)} {property.Name} {{ get;{set} }}";
    }

    static string Modifiers(MethodBase method)
    {
        var access = method.IsPublic ? "" : "protected ";
        var kind = method.DeclaringType!.IsInterface ? method.IsAbstract ? "" : "default "
            : method.IsStatic ? "static "
            : method.IsAbstract ? "abstract "
            : method is MethodInfo info && info.GetBaseDefinition() != info ? "override "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
        return access + kind;
    }

    static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(static each => each.Name))}>" : "";
        return $"{TypeText.Of(method.ReturnParameter)} {method.Name}{generic}({Parameters(method)})";
    }

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
        $"{TypeText.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {TypeText.Value(parameter.DefaultValue)}" : "")}"));

    // A conversion is called without its name being written anywhere.
    static bool IsOperator(MethodInfo method) => method.Name.StartsWith("op_", StringComparison.Ordinal);

    static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
