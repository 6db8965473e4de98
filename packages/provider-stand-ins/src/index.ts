export { recordVariable, type RecordedRequest } from "./azureNative/record";
export { resourcePaths } from "./azureNative/resourcePaths";
export { inputTypesFile, type InputType, type PropertyType } from "./azureNative/inputTypes";
export { parentVariable } from "./protocol/parent";
export { launch, loadedVariable } from "./loaded/launch";
export { waitDivisorVariable } from "./world";
