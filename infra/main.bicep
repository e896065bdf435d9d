// Plumbline on Azure Functions, Flex Consumption: storage by identity, secrets by Key Vault reference, one always-ready HTTP instance.
targetScope = 'resourceGroup'

@description('Name that the resources are derived from: 3 to 11 lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string

@description('Where everything lies. A region that offers Flex Consumption with .NET 10.')
param location string = resourceGroup().location

@description('URL of the control repository.')
param controlRepository string

@description('Routes of the inbox by their random-looking id: provider (github or generic-hmac) and the name of the Key Vault secret that signs. Names only, no values.')
param routes array = []

@description('Tokens of the API by name: permission (read or sync) and the name of the Key Vault secret.')
param apiTokens array = []

@description('Key Vault secret with Slack\'s signing secret; empty where Slack is not used.')
param slackSigningSecret string = ''

@description('Key Vault secret that passwords and keys drawn by charts follow from; empty for a key that is made and kept in the storage account.')
param renderKey string = ''

@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

var suffix = uniqueString(resourceGroup().id, name)
var storageName = take('${name}${suffix}', 24)
var deploymentContainer = 'deployment'
var blobOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var queueContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'
var vaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: storageName
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
  resource blobs 'blobServices' = {
    name: 'default'
    resource deployment 'containers' = { name: deploymentContainer }
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  kind: 'web'
  properties: { Application_Type: 'web', WorkspaceResourceId: logs.id, DisableLocalAuth: true }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}-${suffix}', 24)
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

var routeSettings = flatten(map(routes, route => [
  { name: 'Plumbline__Routes__${route.id}__Provider', value: route.provider }
  { name: 'Plumbline__Routes__${route.id}__Secret', value: 'keyvault:${route.secret}' }
]))

var tokenSettings = flatten(map(apiTokens, token => [
  { name: 'Plumbline__Api__Tokens__${token.name}__Permission', value: token.permission }
  { name: 'Plumbline__Api__Tokens__${token.name}__Secret', value: 'keyvault:${token.secret}' }
]))

var renderSettings = empty(renderKey) ? [] : [
  { name: 'Plumbline__Sync__RenderKey', value: 'keyvault:${renderKey}' }
]

var slackSettings = empty(slackSigningSecret) ? [] : [
  { name: 'Plumbline__Slack__SigningSecret', value: 'keyvault:${slackSigningSecret}' }
]

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: '${name}-${suffix}'
  location: location
  kind: 'functionapp,linux'
  identity: { type: 'SystemAssigned' }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: { type: 'SystemAssignedIdentity' }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemoryMB
        // One instance that is always there spares webhooks and Slack's 3 seconds the cold start.
        alwaysReady: [{ name: 'http', instanceCount: 1 }]
        triggers: { http: { perInstanceConcurrency: 64 } }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: concat([
        { name: 'AzureWebJobsStorage__accountName', value: storage.name }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
        { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'Authorization=AAD' }
        { name: 'Plumbline__Storage__Account', value: storage.name }
        { name: 'Plumbline__KeyVault', value: vault.properties.vaultUri }
        { name: 'Plumbline__Sync__ControlRepository', value: controlRepository }
        // Azure's host knows no defaults for these.
        { name: 'Plumbline__Schedules__Sweep', value: '0 * * * * *' }
        { name: 'Plumbline__Schedules__DriftScan', value: '30 */5 * * * *' }
        { name: 'Plumbline__Schedules__CheckRefs', value: '15 */3 * * * *' }
        { name: 'Plumbline__Schedules__Retention', value: '0 17 3 * * *' }
      ], routeSettings, tokenSettings, slackSettings, renderSettings)
    }
  }
}

resource storageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in [blobOwner, queueContributor, tableContributor]: {
  name: guid(storage.id, app.id, role)
  scope: storage
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource vaultRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, app.id, vaultSecretsUser)
  scope: vault
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', vaultSecretsUser)
  }
}

resource insightsRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, app.id, metricsPublisher)
  scope: insights
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

output appName string = app.name
output hooks string = 'https://${app.properties.defaultHostName}/hooks/'
output vaultName string = vault.name
