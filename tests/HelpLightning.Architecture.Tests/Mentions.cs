using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HelpLightning.Architecture.Tests;

/// <summary>The types of the same assembly that a type mentions anywhere, nested types and bodies of methods included.</summary>
internal static class Mentions
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) => Direct(type).SelectMany(Parts).Where(static t => t.Scope is ModuleDefinition);

    private static IEnumerable<TypeReference?> Direct(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(static i => i.InterfaceType),
        .. type.GenericParameters.SelectMany(static p => p.Constraints).Select(static c => c.ConstraintType),
        .. Attributes(type),
        .. type.Fields.SelectMany(static f => (IEnumerable<TypeReference>)[f.FieldType, .. Attributes(f)]),
        .. type.Properties.SelectMany(Attributes),
        .. type.Methods.SelectMany(OfMethod),
        .. type.NestedTypes.SelectMany(Direct),
    ];

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider of) => of.CustomAttributes.SelectMany(static a => (IEnumerable<TypeReference>)
    [
        a.AttributeType,
        .. a.ConstructorArguments.Select(static v => v.Value).OfType<TypeReference>(),
    ]);

    private static IEnumerable<TypeReference> OfMethod(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. method.GenericParameters.SelectMany(static p => p.Constraints).Select(static c => c.ConstraintType),
        .. method.HasBody ? OfBody(method.Body) : [],
    ];

    private static IEnumerable<TypeReference> OfBody(MethodBody body) =>
    [
        .. body.Variables.Select(static v => v.VariableType),
        .. body.ExceptionHandlers.Select(static h => h.CatchType).OfType<TypeReference>(),
        .. body.Instructions.SelectMany(static i => i.Operand switch
        {
            TypeReference type => [type],
            MethodReference method => Signature(method),
            FieldReference field => [field.DeclaringType, field.FieldType],
            _ => (IEnumerable<TypeReference>)[],
        }),
    ];

    private static IEnumerable<TypeReference> Signature(MethodReference method) =>
    [
        .. method.DeclaringType is { } type ? [type] : (TypeReference[])[],
        method.ReturnType,
        .. method.Parameters.Select(static p => p.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    /// <summary>List&lt;User&gt;[] is List, and User.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };
}
